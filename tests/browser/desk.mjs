// The day of a drafter in Debian's Chromium, with and without JavaScript, on a desk and on a phone.
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, readFileSync, writeFileSync, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { createRequire } from "node:module";
import path from "node:path";
import { chromium } from "playwright-core";

const [sovang, root, shots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const failures = [];
const check = (ok, what) => { if (!ok) { failures.push(what); console.log("FAILED:", what); } };

const dir = mkdtempSync(path.join(tmpdir(), "sovang-browser-"));
const data = path.join(dir, "data");
const env = { ...process.env, SOVANG_HOME: root };
const run = (...words) => execFileSync(sovang, words, { env, encoding: "utf8" });
const freePort = () => new Promise(done => { const s = createServer().listen(0, "127.0.0.1", () => { const p = s.address().port; s.close(() => done(p)); }); });

run("init", "--data", data);
run("demo", "--data", data);
const port = await freePort(), home = `http://127.0.0.1:${port}`;
const server = spawn(sovang, ["serve", "--data", data, "--listen", `127.0.0.1:${port}`], { env, stdio: "ignore" });
for (let i = 0; i < 100; i++) {
	if (await fetch(home + "/healthz").then(r => r.ok, () => false))
		break;
	await new Promise(done => setTimeout(done, 100));
}
const once = run("user", "add", "an", "--data", data, "--name", "Nguyễn Văn An", "--roles", "chuyen-vien,van-thu").split(": ")[1].trim();
const password = "con đò qua sông 7";
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });

async function open(options) {
	const context = await browser.newContext({ locale: "vi-VN", ...options });
	const page = await context.newPage();
	page.on("console", m => { if (m.type() === "error" && !/status of (4\d\d)/.test(m.text())) check(false, `console: ${m.text()}`); });
	page.on("pageerror", e => check(false, `script: ${e.message}`));
	return page;
}

async function login(page, first) {
	await page.goto(home + "/dang-nhap");
	await page.fill("[name=ten-dang-nhap]", "an");
	await page.fill("[name=mat-khau]", first ? once : password);
	await page.click("main button[type=submit]");
	if (!first)
		return;
	await page.goto(home + "/tai-khoan/mat-khau");
	await page.fill("#cu", once);
	await page.fill("#moi", password);
	await page.fill("#lai", password);
	await page.click("form.bieu button[type=submit]");
}

// The policy of the pages forbids what until(page, ) does.
async function until(page, what) {
	for (let i = 0; i < 100; i++) {
		if (await page.evaluate(what))
			return;
		await new Promise(done => setTimeout(done, 50));
	}
	check(false, `waited in vain for ${what}`);
}

let shot = 0;
async function look(page, name, scripts = true) {
	if (shots) {
		mkdirSync(shots, { recursive: true });
		await page.screenshot({ path: path.join(shots, `${String(++shot).padStart(2, "0")}-${name}.png`) });
	}
	const width = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth").catch(() => 0);
	check(width <= 1, `${name}: ${width} px too wide`);
	if (!scripts)
		return;
	await page.evaluate(axe);
	const found = await page.evaluate("axe.run({ resultTypes: ['violations'] })");
	for (const v of found.violations)
		check(false, `${name}: axe ${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | ")}`);
}

const list = "Họ và tên\tChức vụ\tĐơn vị công tác\nÔng Lê Văn Đạt\tChuyên viên\tSở Y tế\nBà Trần Thị Hƣơng\tKế toán\tSở Nội vụ\n";

// One day: campaign, preview, list, decision.  `js` says whether scripts run.
async function day(page, key, js) {
	const here = `${home}/phong-trao/${key}`, at = `${js ? "js" : "khong-js"}`;
	const xml = await (await page.request.get(`${home}/phong-trao/hy-2022-du-an-trong-diem/xuat.xml`)).text();
	const file = path.join(dir, key + ".xml");
	writeFileSync(file, xml.replace('ma="hy-2022-du-an-trong-diem"', `ma="${key}"`).replace(' so="71"', "")
		.replace('<ke-hoach ngay="2022-04-12"', `<ke-hoach ngay="2022-11-0${js ? 2 : 3}"`).replace(/<(tap-the|ca-nhan|ho-gia-dinh) .*?<\/\1>/gs, "")
		.replace('ngay="2023-09-28"', `ngay="2023-11-0${js ? 3 : 4}"`));
	await page.goto(home + "/phong-trao");
	await look(page, `${at}-phong-trao`, js);
	await page.click("summary:has-text('Nhập phong trào')");
	await page.setInputFiles("#tep", file);
	await page.click("text=Nhập tệp");
	await page.waitForURL(here);
	await look(page, `${at}-mot-phong-trao`, js);

	await page.goto(here + "/sua");
	const first = page.locator('[id="phong-trao/muc-dich[1]"]');
	if (js) {
		await page.waitForSelector("#cac-trang svg");
		await first.fill("Mục đích vừa gõ trong trình duyệt.");
		await until(page, () => document.querySelector("#cac-trang").textContent.includes("vừa gõ"));
		await until(page, () => document.querySelector("#tinh-trang-luu").textContent.includes("Đã giữ"));
		await page.locator("#cac-trang [data-o='/ho-so/phong-trao/yeu-cau[2]']").first().click();
		check(await page.evaluate(() => document.activeElement.id) === "phong-trao/yeu-cau[2]", "a click on a text goes to its field");
		await page.click("button[value='them:phong-trao/muc-dich']");
		await page.fill('[id="phong-trao/muc-dich[4]"]', "Mục đích thứ tư.");
		await page.click("button[value='len:phong-trao/muc-dich[4]']");
		check(await page.inputValue('[id="phong-trao/muc-dich[3]"]') === "Mục đích thứ tư.", "an entry moves up");
		await page.click("button[value='bo:phong-trao/muc-dich[3]']");
		check(await page.locator('[id="phong-trao/muc-dich[4]"]').count() === 0, "an entry goes");
	} else {
		await first.fill("Mục đích vừa gõ không có script.");
		await page.click("button[value='them:phong-trao/muc-dich']");
		check(await page.locator('[id="phong-trao/muc-dich[4]"]').count() === 1, "an entry more");
		await page.click("#nut-xem");
		check(await page.locator("img.to-giay").count() > 2, "pages as pictures");
		await look(page, `${at}-xem-truoc`, js);
		await page.click("text=Sửa tiếp");
		check(await page.inputValue('[id="phong-trao/muc-dich[1]"]') === "Mục đích vừa gõ không có script.", "what was typed is still there");
	}
	await look(page, `${at}-soan-thao`, js);
	await page.click(".thanh-luu button[value=luu]");
	await page.waitForSelector(".bao.tot");

	await page.goto(`${here}/danh-sach?dot=so-ket-2023`);
	await look(page, `${at}-danh-sach-trong`, js);
	await page.click("summary:has-text('Nhập từ bảng tính')");
	await page.fill("#dan", list);
	await page.click("text=Xem và soát bảng");
	await page.waitForSelector("text=Chưa có gì được lưu");
	await look(page, `${at}-soat-bang`, js);
	await page.click("button[value=nhap]");
	await page.waitForSelector("text=Không còn chỗ phải sửa");
	check(await page.inputValue("tbody tr:nth-child(2) td:nth-child(4) input") === "Trần Thị Hương", "the letter is set right");
	await look(page, `${at}-danh-sach`, js);

	for (const [dot, name] of [["", "ke-hoach"], ["?dot=so-ket-2023", "quyet-dinh"]]) {
		await page.goto(here + "/ban-hanh" + dot);
		await look(page, `${at}-ban-hanh-${name}`, js);
		await page.click("text=Ban hành và cấp số");
		await page.waitForURL(/van-ban/);
		check((await page.textContent("main")).includes("Đã ban hành"), `${name} is issued`);
	}
	await page.click("text=Thay thế, đính chính");
	await look(page, `${at}-xu-ly`, js);
	await page.check("#viec-thu-hoi");
	await page.fill("#ly-do", "Ban hành nhầm.");
	await page.click("button.nguy");
	await page.waitForSelector("text=Đã thu hồi");
}

try {
	const page = await open({ viewport: { width: 1366, height: 768 } });
	await login(page, true);
	await day(page, "ban-lon", true);
	await page.context().close();
	const plain = await open({ viewport: { width: 1366, height: 768 }, javaScriptEnabled: false });
	await login(plain, false);
	await day(plain, "khong-script", false);
	await plain.context().close();
	const phone = await open({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
	await login(phone, false);
	for (const [where, name] of [["/phong-trao", "phong-trao"], ["/phong-trao/ban-lon", "mot-phong-trao"], ["/phong-trao/tao", "tao"],
		["/phong-trao/ban-lon/danh-sach?dot=so-ket-2023", "danh-sach"], ["/don-vi?phong-trao=ban-lon", "don-vi"],
		["/phong-trao/ban-lon/lich-su", "lich-su"], ["/phong-trao/ban-lon/dot-moi", "dot-moi"]]) {
		await phone.goto(home + where);
		await look(phone, `dien-thoai-${name}`);
	}
} catch (error) {
	check(false, error.stack);
} finally {
	await browser.close();
	server.kill("SIGTERM");
	rmSync(dir, { recursive: true, force: true });
}
console.log(failures.length ? `${failures.length} failed` : "all good");
process.exit(failures.length ? 1 : 0);
