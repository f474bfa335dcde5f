#!/usr/bin/env bash
# The pages and the API over HTTP, and a stop in the middle.
. "$(dirname "$0")/lib.sh"
need curl
make_demo
start() {
	"$sovang" serve --open --data data --listen 127.0.0.1:$1 >>server.out 2>server.log &
	server=$!
	for _ in $(seq 100); do
		curl -fsS "http://127.0.0.1:$1/healthz" >/dev/null 2>&1 && return
		kill -0 $server 2>/dev/null || return 1
		sleep 0.1
	done
}
for port in 18431 28432 38433; do start $port && break; done
trap 'kill -9 $server 2>/dev/null || true; rm -rf "$work"' EXIT
url=http://127.0.0.1:$port
get() { curl -sS -o body -D head -w '%{http_code}' "$url$1" "${@:2}"; }
[ "$(get /)" = 302 ] || fail "/"
[ "$(get /luu-tru)" = 200 ] || fail "archive page"
has body "50 văn bản"; has body 'lang="vi"'
grep -qi "content-security-policy: default-src 'none'" head || fail "no policy"
grep -qi 'x-content-type-options: nosniff' head || fail "nosniff"
! grep -qiE '<script>|style="|onclick' body || fail "inline script or style"
[ "$(get '/luu-tru?q=dang%20quoc%20thang&loai=certificate')" = 200 ] || fail "search"
has body "1 văn bản"; has body "Đặng Quốc Thắng"
[ "$(get '/luu-tru?q=%3Cscript%3E')" = 200 ] || fail "odd query"
! grep -q '<script>' body || fail "what was typed became markup"
[ "$(get '/luu-tru?loai=plan&nam=2022')" = 200 ] && has body "1 văn bản"
[ "$(get '/luu-tru?q=khongcogica')" = 200 ] && has body "Không có văn bản nào khớp"
[ "$(get '/luu-tru?q=%2B')" = 200 ] && has body "Chỉ có dấu câu"
[ "$(get '/luu-tru?q=dang%20quoc%20thang')" = 200 ] && has body "<mark>Đặng</mark> <mark>Quốc</mark> <mark>Thắng</mark>"
has body "Hồ sơ khen thưởng của"
[ "$(get '/luu-tru?q=%C4%90%E1%BA%B7ng%20Qu%E1%BB%91c%20Th%C4%83ng')" = 200 ] && has body "Tìm không dấu"
[ "$(get '/luu-tru?tu-ngay=12/4/2022&den-ngay=12/4/2022')" = 200 ] && has body "1 văn bản"
[ "$(get '/luu-tru?tu-ngay=mai')" = 200 ] && has body "Ngày không đọc được"
[ "$(get '/luu-tru?q=khen%20thu&dang-go=co')" = 200 ] && grep -qE '(49|50) văn bản' body || fail "while typing"
# What was found, as files.
[ "$(get '/luu-tru/danh-sach.csv?q=dang%20quoc%20thang&loai=certificate&cot=so&cot=doi-tuong')" = 200 ] || fail "csv"
head -c 3 body | cmp -s - <(printf '\357\273\277') || fail "csv without its mark"
[ "$(tail -n +2 body | tr -d '\r')" = "\"$(grep -o '[0-9]*/SV' body)\",\"Đặng Quốc Thắng\"" ] || fail "csv row"
[ "$(get '/luu-tru/danh-sach.xlsx')" = 200 ] || fail "xlsx"
python3 - body <<'PY' || fail "xlsx does not hold fifty rows"
import sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
rows = z.read("xl/worksheets/sheet1.xml").decode().count("<row ")
sys.exit(0 if rows == 51 else f"{rows} rows")
PY
[ "$(get '/luu-tru/danh-sach.pdf?loai=plan')" = 200 ] || fail "pdf list"
pdftotext -layout body - | grep -q "71/KH-UBND" || fail "the list lacks the plan"
pdftotext -layout body - | grep -q "Danh sách có 1 văn bản" || fail "the list miscounts"
[ "$(get '/luu-tru/danh-sach.pdf?q=khongcogica&cot=so&cot=ngay&cot=loai&cot=trich-yeu&cot=nguoi-ky&cot=doi-tuong&cot=don-vi&cot=phong-trao&cot=tinh-trang')" = 200 ] || fail "an empty list with every column"
[ "$(get '/luu-tru/danh-sach.exe')" = 404 ] || fail "no such file"
[ "$(get '/luu-tru?dang=bang&cot=so&cot=don-vi')" = 200 ] && has body 'data-ten="Đơn vị, địa chỉ"'
! grep -q 'data-ten="Trích yếu"' body || fail "a column that was not chosen"
[ "$(get '/ho-so?ten=dang%20quoc%20thang')" = 200 ] && has body "Đặng Quốc Thắng"
[ "$(get '/ho-so?ten=%3Cb%3E')" = 200 ] && ! grep -q '<b>"' body || fail "a name became markup"
[ "$(get '/ho-so')" = 200 ] || fail "empty dossier"
[ "$(get '/api/v1/suggestions?q=dang%20qu')" = 200 ] && has body '"text":"Đặng Quốc Thắng"'
[ "$(get '/api/v1/suggestions')" = 200 ] && has body '"suggestions":[]'
id=$(id_of plan)
[ "$(get /van-ban/$id)" = 200 ] || fail "document page"
has body "71/KH-UBND"; has body "Ban hành, cấp số"; has body "12 tháng 4 năm 2022"
[ "$(get /van-ban/$id/tep.pdf)" = 200 ] || fail "pdf"
sha=$("$sovang" search --data data --json --type plan | grep -o '"sha256":"[^"]*' | cut -d '"' -f 4)
[ "$(sha256sum <body | cut -c 1-64)" = "$sha" ] || fail "downloaded bytes differ"
grep -qi 'content-type: application/pdf' head || fail "type"
etag=$(grep -i '^etag' head | cut -d ' ' -f 2 | tr -d '\r')
[ "$(get /van-ban/$id/tep.pdf -H "If-None-Match: $etag")" = 304 ] || fail "conditional get"
[ "$(get "/van-ban/$id/tep.pdf?tai-ve=co")" = 200 ] && grep -qi 'content-disposition: attachment' head || fail "download"
[ "$(get /van-ban/$id/du-lieu.xml)" = 200 ] && has body "<ho-so>"
[ "$(get /v/$id)" = 200 ] && has body "Văn bản thật, còn hiệu lực" || fail "short address"
[ "$(get /so-dang-ky)" = 200 ] && has body "Văn bản đi, năm 2022"
book=$(grep -o "/so-dang-ky/[^\"]*van-ban/2022" body | head -1)
[ "$(get "$book")" = 200 ] && has body "71/KH-UBND" && has body "12/04/2022" || fail "book page"
[ "$(get "$book/so.pdf")" = 200 ] && pdftotext -layout body - | grep -q "71/KH-UBND" || fail "the printed book"
[ "$(get "$book/so.csv")" = 200 ] && has body "71/KH-UBND" || fail "the book as .csv"
[ "$(get "$book/so.xlsx")" = 200 ] && unzip -tq body >/dev/null || fail "the book as .xlsx"
[ "$(get "$book/so.doc")" = 404 ] || fail "a book that nobody makes"
[ "$(get "$book")" = 200 ] || fail "book page again"
! grep -q "Giữ số" body || fail "a guest is offered to keep numbers"
[ "$(get "${book%2022}1999")" = 404 ] || fail "a book that is none"
[ "$(get "${book%2022}x")" = 404 ] || fail "a year that is none"
[ "$(get /van-ban/khong-co)" = 404 ] && has body "Không tìm thấy"
[ "$(get /khong-co)" = 404 ] || fail "404"
[ "$(get /luu-tru -X POST)" = 405 ] || fail "405"
[ "$(get '/luu-tru?q=%zz')" = 400 ] || fail "400"
[ "$(get /tinh/so-vang.css)" = 200 ] || fail "style sheet"
[ "$(get /tinh/..%2f..%2fREADME.md)" = 404 ] || fail "a path out of the folder"
[ "$(get /api/v1/documents)" = 200 ] && has body '"total":50'
[ "$(get '/api/v1/documents?q=71/KH-UBND&loai=plan')" = 200 ] && has body '"code":"71/KH-UBND"'
[ "$(get /api/v1/documents/$id)" = 200 ] && has body "\"sha256\":\"$sha\""
[ "$(get /api/v1/documents/x)" = 404 ] && grep -qi 'application/problem+json' head || fail "problem"
# Pages of twenty lead through everything, once each.
next=/api/v1/documents seen=0
while [ -n "$next" ]; do
	[ "$(get "$next")" = 200 ] || fail "page"
	seen=$((seen + $(grep -o '"id":"' body | wc -l)))
	n=$(grep -o '"next":[0-9]*' body | cut -d : -f 2 || true)
	next=${n:+/api/v1/documents?truoc=$n}
done
[ $seen -eq 50 ] || fail "paging gave $seen of 50"
# The first start made one administrator, the second start nobody.
grep -q '^    mật khẩu:      [a-z2-9]\{4\}-' server.out || fail "no first password"
# Issuing goes on while the server reads, and is seen at once.
sed 's/ma="hy-2022-du-an-trong-diem"/ma="phong-trao-hai"/; s/ so="71"//; s/ngay="2022-04-12"/ngay="2022-05-12"/' \
	"$root/templates/demo/phong-trao-71.xml" >second.xml
expect 0 "$sovang" issue plan second.xml --data data
grep -q '^72/KH-UBND' out || fail "the next number is not 72"
[ "$(get '/api/v1/documents?q=72/KH-UBND&loai=plan')" = 200 ] && has body '"total":1'
# Killed in the middle, it starts again without hands.
kill -9 $server; wait $server 2>/dev/null || true
start $port || fail "no second start"
[ "$(get /luu-tru)" = 200 ] && has body "51 văn bản"
[ "$(grep -c 'mật khẩu: ' server.out)" = 1 ] || fail "a second administrator"
kill -TERM $server
wait $server || fail "it did not stop cleanly"
echo "serve: all good"
