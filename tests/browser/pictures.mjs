// Makes the pictures of the manual anew: tests/browser/run pictures SOVANG ROOT
// They land in ROOT/docs/huong-dan/hinh; a chapter shows each of them (web.manual).
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

const [sovang, root] = process.argv.slice(2);
const dir = mkdtempSync(path.join(tmpdir(), "sovang-pictures-"));
const data = path.join(dir, "data"), out = path.join(root, "docs", "huong-dan", "hinh");
const env = { ...process.env, SOVANG_HOME: root };
const run = (...words) => execFileSync(sovang, words, { env, encoding: "utf8" });
const freePort = () => new Promise(done => { const s = createServer().listen(0, "127.0.0.1", () => { const p = s.address().port; s.close(() => done(p)); }); });
const password = "con đò qua sông 7";

mkdirSync(out, { recursive: true });
run("init", "--data", data);
run("demo", "--data", data);
const port = await freePort(), home = `http://127.0.0.1:${port}`;
const server = spawn(sovang, ["serve", "--data", data, "--listen", `127.0.0.1:${port}`], { env, stdio: "ignore" });
for (let i = 0; i < 100 && !await fetch(home + "/healthz").then(r => r.ok, () => false); i++)
	await new Promise(done => setTimeout(done, 100));
const people = { an: ["Nguyễn Văn An", "chuyen-vien,van-thu"], binh: ["Trần Thị Bình", "quan-tri"] };
for (const [login, [name, roles]] of Object.entries(people))
	people[login] = run("user", "add", login, "--data", data, "--name", name, "--roles", roles).split(": ")[1].trim();

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });

async function enter(login) {
	const page = await (await browser.newContext({ locale: "vi-VN", viewport: { width: 1180, height: 720 } })).newPage();
	await page.goto(home + "/dang-nhap");
	if (login === "an")
		await page.screenshot({ path: path.join(out, "dang-nhap.png") });
	await page.fill("[name=ten-dang-nhap]", login);
	await page.fill("[name=mat-khau]", people[login]);
	await page.click("main button[type=submit]");
	await page.goto(home + "/tai-khoan/mat-khau");
	await page.fill("#cu", people[login]);
	await page.fill("#moi", password);
	await page.fill("#lai", password);
	await page.click("form.bieu button[type=submit]");
	return page;
}

// From the top of the page, or from what `from` selects.
async function shoot(page, name, from) {
	if (from)
		await page.locator(from).first().scrollIntoViewIfNeeded();
	await new Promise(done => setTimeout(done, 300));
	await page.screenshot({ path: path.join(out, name + ".png") });
}

// A campaign of its own, with nobody honoured yet.
async function campaign(page, key) {
	const xml = await (await page.request.get(`${home}/phong-trao/hy-2022-du-an-trong-diem/xuat.xml`)).text();
	const file = path.join(dir, key + ".xml");
	writeFileSync(file, xml.replace('ma="hy-2022-du-an-trong-diem"', `ma="${key}"`).replace(' so="71"', "")
		.replace('<ke-hoach ngay="2022-04-12"', '<ke-hoach ngay="2022-11-02"')
		.replace(/<(tap-the|ca-nhan|ho-gia-dinh) .*?<\/\1>/gs, "").replace('ngay="2023-09-28"', 'ngay="2023-11-03"'));
	await page.goto(home + "/phong-trao");
	await page.click("summary:has-text('Nhập phong trào')");
	await page.setInputFiles("#tep", file);
	await page.click("text=Nhập tệp");
	await page.waitForURL(`${home}/phong-trao/${key}`);
	return `${home}/phong-trao/${key}`;
}

const list = "Họ và tên\tChức vụ\tĐơn vị công tác\nÔng Lê Văn Đạt\tChuyên viên\tSở Y tế\nBà Trần Thị Hƣơng\tKế toán\tSở Nội vụ\n" +
	"Ông Nguyễn Văn Hòa\tKỹ sư\tSở Xây dựng\nBà Phạm Thị  Mơ\tTrưởng phòng\tSở Tài chính\n";

try {
	const page = await enter("an");
	const here = await campaign(page, "nong-thon-moi");
	await page.goto(home + "/");
	await shoot(page, "trang-chu");
	await page.goto(here + "/sua");
	await page.waitForSelector("#cac-trang svg");
	await shoot(page, "soan-thao");
	await page.goto(`${here}/danh-sach?dot=so-ket-2023`);
	await page.click("summary:has-text('Nhập từ bảng tính')");
	await page.fill("#dan", list);
	await page.click("text=Xem và soát bảng");
	await page.waitForSelector("text=Chưa có gì được lưu");
	await shoot(page, "soat-bang");
	await page.click("button[value=nhap]");
	await page.waitForSelector("tbody tr");
	await shoot(page, "danh-sach");
	await page.goto(`${here}/ban-hanh`);
	await page.click("text=Ban hành và cấp số");
	await page.waitForURL(/van-ban/);
	await page.goto(`${here}/ban-hanh?dot=so-ket-2023`);
	await shoot(page, "ban-hanh");
	await page.click("text=Ban hành và cấp số");
	await page.waitForURL(/van-ban/);
	const decision = page.url().split("?")[0];
	await page.goto(decision + "/bang-khen");
	await page.click("main form[action$='/soat'] button");
	await page.waitForURL(/viec/);
	for (let i = 0; i < 100 && !(await page.textContent("main")).includes("Xong"); i++)
		await new Promise(done => setTimeout(done, 200));
	await page.goto(decision + "/bang-khen");
	await shoot(page, "bang-khen");
	await page.click("main form[action$='/cap'] button");
	await page.waitForURL(/viec/);
	for (let i = 0; i < 100 && !(await page.textContent("main")).includes("Xong"); i++)
		await new Promise(done => setTimeout(done, 200));
	await shoot(page, "tien-do");
	await page.goto(home + "/may-in");
	await shoot(page, "may-in");
	await page.goto(home + "/so-dang-ky");
	await page.click("text=Văn bản đi, năm 2022");
	await shoot(page, "so-van-ban");
	await page.goto(home + "/luu-tru?q=dang%20quoc");
	await shoot(page, "kho");
	await page.goto(decision.replace("/van-ban/", "/v/"));
	await shoot(page, "kiem-tra");
	const boss = await enter("binh");
	await boss.goto(home + "/quan-tri/tai-khoan");
	await shoot(boss, "tai-khoan");
	await boss.goto(home + "/mau/plan");
	const source = (await import("node:fs")).readFileSync(path.join(root, "templates/documents/plan/template.xml"), "utf8");
	const bad = path.join(dir, "template.xml");
	writeFileSync(bad, source.replace("$pt/muc-dich", "$pt/mucdich"));
	await boss.setInputFiles("#tep", bad);
	await boss.fill("#ghi-chu", "Sửa phần mục đích");
	await boss.click("text=Tải lên và soát");
	await boss.waitForSelector("text=E-PATH");
	await shoot(boss, "mau");
} finally {
	await browser.close();
	server.kill("SIGTERM");
	rmSync(dir, { recursive: true, force: true });
}
console.log("the pictures are in", out);
