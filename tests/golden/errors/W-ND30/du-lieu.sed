award-decision
s|Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017|Nghị định số 91/2031/NĐ-CP ngày 31 tháng 7 năm 2031|
