// tests/bench/press/peers/typst_loop.cjs -- the words through Typst, one compiler: JOB.json COUNT OUT MERGED
const { readFileSync, writeFileSync } = require('fs');
const { NodeCompiler } = require('@myriaddreamin/typst-ts-node-compiler');
const [words, count, out, merged] = process.argv.slice(2);
const { styles, docs } = JSON.parse(readFileSync(words, 'utf8'));
const fonts = ['/usr/share/fonts/truetype/liberation2', '/usr/share/fonts/truetype/fonts-yrsa-rasa'];
const compiler = NodeCompiler.create({ workspace: __dirname, fontArgs: [{ fontPaths: fonts }] });
for (let i = 0; i < +count; i++) {
	const data = JSON.stringify({ styles, docs: merged === '1' ? docs : [docs[i % docs.length]] });
	const pdf = compiler.pdf({ mainFilePath: `${__dirname}/document.typ`, inputs: { data } }, { pdfTags: false });
	writeFileSync(`${out}-${String(i).padStart(5, '0')}.pdf`, pdf);
	// the merged file is the same each time: nothing of it may be left in the cache
	compiler.evictCache(merged === '1' ? 0 : 10);
}
