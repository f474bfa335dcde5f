plan
s/ngày 31 tháng 7 năm 2017/ngày 31 tháng 07 năm 2017/
