// tests/bench/press/peers/pdfmake_loop.cjs -- the words through pdfmake: JOB.json COUNT OUT MERGED
const { createWriteStream, readFileSync } = require('fs');
const { once } = require('events');
const PdfPrinter = require('pdfmake');
const [words, count, out, merged] = process.argv.slice(2);
const { styles, docs } = JSON.parse(readFileSync(words, 'utf8'));
const ttf = '/usr/share/fonts/truetype/';
const printer = new PdfPrinter({
	Serif: {
		normal: ttf + 'liberation2/LiberationSerif-Regular.ttf', bold: ttf + 'liberation2/LiberationSerif-Bold.ttf',
		italics: ttf + 'liberation2/LiberationSerif-Italic.ttf',
	},
	Yrsa: { bold: ttf + 'fonts-yrsa-rasa/Yrsa-Bold.ttf' },
});
const mm = 72 / 25.4;
const sheet = docs[0][0].length === 5;
const look = {};
for (const [name, s] of Object.entries(styles)) {
	look[name] = {
		font: s.face === 'display' ? 'Yrsa' : 'Serif', bold: s.face === 'bold' || s.face === 'display',
		italics: s.face === 'italic', fontSize: s.size, alignment: s.align, leadingIndent: s.indent, color: s.color,
		margin: [0, s.before, 0, s.after],
		// pdfmake's line is the face's own height times this
		lineHeight: s.leading / (s.size * (s.face === 'display' ? 1.0 : 1.149)),
	};
}
const block = (b) => {
	if (b.length === 5) {
		return {
			absolutePosition: { x: b[0] * mm, y: b[1] * mm },
			columns: [{ width: b[2] * mm, stack: b[4].map((text) => ({ text, style: b[3] })) }],
		};
	}
	if (b[0] === 'break') return { text: '', pageBreak: 'after' };
	if (b[0] !== 'table') return { text: b[1], style: b[0] };
	const t = b[1];
	return {
		table: {
			widths: t.cols.map((c) => c * mm - 8.5), headerRows: 1, dontBreakRows: true,
			body: [t.head.map((text) => ({ text, style: 'th' })),
				...t.rows.map((row) => row.map((text, i) => ({ text, style: 'td', alignment: t.align[i] })))],
		},
		layout: { hLineWidth: () => 0.5, vLineWidth: () => 0.5, paddingTop: () => 2, paddingBottom: () => 2,
			paddingLeft: () => 4, paddingRight: () => 4 },
	};
};
const frame = [
	{ type: 'rect', x: 8 * mm, y: 8 * mm, w: 281 * mm, h: 194 * mm, lineWidth: 1, lineColor: '#b8860b' },
	{ type: 'rect', x: 9.6 * mm, y: 9.6 * mm, w: 277.8 * mm, h: 190.8 * mm, lineWidth: 3, lineColor: '#b8860b' },
];
const page = (doc, i) => (sheet
	? [{ canvas: frame, absolutePosition: { x: 0, y: 0 }, ...(i > 0 ? { pageBreak: 'before' } : {}) }, ...doc.map(block)]
	: doc.map(block));
(async () => {
	for (let i = 0; i < +count; i++) {
		const all = merged === '1' ? docs : [docs[i % docs.length]];
		const pdf = printer.createPdfKitDocument({
			pageSize: 'A4', pageOrientation: sheet ? 'landscape' : 'portrait', styles: look,
			pageMargins: sheet ? 0 : [30 * mm, 20 * mm, 15 * mm, 20 * mm], content: all.flatMap(page),
		});
		const file = createWriteStream(`${out}-${String(i).padStart(5, '0')}.pdf`);
		pdf.pipe(file);
		pdf.end();
		await once(file, 'finish');
	}
})();
