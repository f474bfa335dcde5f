#!/usr/bin/env bash
# A misspelt path is found when the template is read, before any data: every path of every shipped
# template is misspelt in turn, and each gives exactly one error, in its line.
. "$(dirname "$0")/lib.sh"
need xmllint
for sample in "$root"/templates/documents/*/mau.xml; do
	schema=$(grep -o ' data="[a-z-]*"' "$(dirname "$sample")/template.xml" | cut -d '"' -f 2 || true)
	xmllint --noout --relaxng "$root/templates/schema/${schema:-ho-so}.rng" "$sample" 2>out ||
		fail "the sample does not follow the published schema: $(tail -n 3 out)"
done
cp -r "$root/templates" templates
ln -s "$root/fonts" fonts
export SOVANG_HOME=$PWD
# Places of path steps in expressions: line of the expression, where the name ends.
steps() {
	perl -0777 -ne '
		while (/\$\{(?:[^}\x27]|\x27[^\x27]*\x27)*\}|\b(?:select|in|test|where|sort|with-[a-z]+)="[^"]*"/g) {
			my ($start, $text) = ($-[0], $&);
			my $line = 1 + (substr($_, 0, $start) =~ tr/\n//);
			while ($text =~ /\x27[^\x27]*\x27|\$\$\{|[\/@]([a-z][a-z0-9-]*)(?!\s*\()/g) {
				print "$line ", $start + $+[1], "\n" if defined $1;
			}
		}' "$1"
}
try() { # FILE DOCUMENT...: mutates each step of FILE, checks the documents that are made with it
	local file=$1 line end found seen=0
	shift
	while read -r line end; do
		{
			head -c "$end" "$root/templates/$file"
			printf 'q'
			tail -c "+$((end + 1))" "$root/templates/$file"
		} >"templates/$file"
		found=
		for d in "$@"; do
			"$sovang" check "$d" >out 2>err && continue
			[ "$(grep -c '^E-PATH' err)" -eq 1 ] ||
				{ cat err; fail "$file, byte $end: not exactly one error in $d"; }
			grep -qE "^E-PATH [^ ]*$(basename "$file"):$line:" err ||
				{ cat err; fail "$file, byte $end: not found in line $line"; }
			grep -q 'gợi ý: gần nhất' err || { cat err; fail "$file, byte $end: no neighbour offered"; }
			found=yes
		done
		[ -n "$found" ] || fail "$file, byte $end: a misspelt path was not found"
		seen=$((seen + 1))
	done < <(steps "$root/templates/$file")
	[ "$seen" -ge 4 ] || fail "$file: only $seen paths were tried"
	cp "$root/templates/$file" "templates/$file"
}
for d in plan award-decision certificate-merit certificate-merit-a4 certificate-commendation; do
	expect 0 "$sovang" check "$d"
	try "documents/$d/template.xml" "$d"
done
try documents/result-list/template.xml result-list
try common/nd30/van-ban.xml plan award-decision
try common/bang-khen/ten.xml certificate-merit certificate-merit-a4 certificate-commendation
# A loop over nothing that exists is an error, not an empty list; so is a variable nobody declared.
sed -i 's|in="$pt/muc-dich"|in="$pt/mucdich"|' templates/documents/plan/template.xml
expect 1 "$sovang" check plan
has err "«mucdich» không có trong <phong-trao>"
has err "gần nhất: «muc-dich»"
cp "$root/templates/documents/plan/template.xml" templates/documents/plan/template.xml
sed -i 's|in="$pt/muc-dich"|in="$pq/muc-dich"|' templates/documents/plan/template.xml
expect 1 "$sovang" check plan
has err 'biến $pq không có ở đây'
