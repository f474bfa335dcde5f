// The whole day of an office, from an empty store to printed certificates and the check of a paper copy.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Office, DESK, PHONE, check, theme } from "./lib.mjs";

const [sovang, root, shots] = process.argv.slice(2);
const office = new Office(sovang, root, shots);
const tool = (name, ...words) => execFileSync(name, words, { encoding: "utf8" });
const has = async (page, ...texts) => {
	const text = (await page.textContent("main")).replace(/\s+/g, " ");
	for (const t of texts)
		check(text.includes(t), `${page.url()} does not say "${t}": ${text.slice(0, 400)}`);
};

const TABLE = "Họ và tên\tChức vụ\tĐơn vị công tác\nÔng Lê Văn Đạt\tChuyên viên\tSở Y tế\nBà Trần Thị Hương\tKế toán\tSở Nội vụ\n"
	+ "Ông Nguyễn Đức Hòa\tPhó Trưởng phòng\tSở Y tế\n";
const PEOPLE = 3, UNITS = 2;

async function saved(page, click, name) {
	const [download] = await Promise.all([page.waitForEvent("download"), click()]);
	const file = path.join(office.dir, name);
	await download.saveAs(file);
	return file;
}

// The password printed once, then a clerk's account made by the administrator.
async function first() {
	const once = office.out.match(/mật khẩu: +(\S+)/)?.[1];
	check(once, `no first password in ${office.out}`);
	const admin = await office.open(DESK);
	await office.firstLogin(admin, "quantri", once);
	await admin.goto(office.home + "/quan-tri/tai-khoan");
	await admin.fill("#ten", "Trần Thị Văn Thư");
	await admin.fill("#login", "thu");
	await admin.check("[name=vai-tro][value=van-thu]");
	await admin.click("text=Tạo tài khoản");
	await has(admin, "Đã tạo tài khoản thu");
	await office.look(admin, "tai-khoan-moi");
	const words = (await admin.textContent(".bi-mat")).trim();
	await admin.goto(office.home + "/quan-tri/tai-khoan");
	check(!(await admin.content()).includes(words), "the password is shown once only");
	await admin.context().close();

	const clerk = await office.open(DESK);
	await office.firstLogin(clerk, "thu", words);
	await clerk.goto(office.home + "/");
	await has(clerk, "Bắt đầu từ đâu", "Chưa có số nào của năm nay");
	await office.look(clerk, "trang-chu-trong");
	for (const where of ["/luu-tru", "/so-dang-ky", "/viec", "/ho-so", "/may-in", "/phong-trao"]) {
		await clerk.goto(office.home + where);
		if (where === "/luu-tru")
			await has(clerk, "Kho chưa có văn bản nào");
		await office.look(clerk, "trong" + where.replace("/", "-"));
	}
	await clerk.goto(office.home + "/");
	await clerk.click("text=Tạo phong trào đầu tiên");
	await clerk.waitForURL(/phong-trao\/tao/);
	await clerk.context().close();
}

class Day {
	constructor(page, key, number, js) {
		Object.assign(this, { page, key, number, js, here: `${office.home}/phong-trao/${key}` });
	}

	look(name) { return office.look(this.page, `${this.key}-${name}`, this.js); }

	async campaign() {
		const { page, key, number } = this, file = path.join(office.dir, key + ".xml");
		writeFileSync(file, readFileSync(path.join(root, "templates/demo/phong-trao-71.xml"), "utf8")
			.replace('ma="hy-2022-du-an-trong-diem"', `ma="${key}"`).replace(' so="71"', "")
			.replace('<ke-hoach ngay="2022-04-12"', `<ke-hoach ngay="2022-11-0${number}"`)
			.replace(/<(tap-the|ca-nhan|ho-gia-dinh) .*?<\/\1>/gs, "").replace('ngay="2023-09-28"', `ngay="2023-11-0${number}"`));
		await page.goto(office.home + "/phong-trao");
		await page.click("summary:has-text('Nhập phong trào')");
		await page.setInputFiles("#tep", file);
		await page.click("button:has-text('Nhập tệp')");
		await page.waitForURL(this.here);
		await page.click("text=Ban hành kế hoạch");
		await this.issue("ke-hoach");
	}

	async issue(name) {
		await this.look("ban-hanh-" + name);
		await this.page.click("text=Ban hành và cấp số");
		await this.page.waitForURL(/van-ban/);
		await has(this.page, "Đã ban hành");
		await this.look(name);
		return this.page.url().match(/van-ban\/([0-9a-z]+)/)[1];
	}

	// A table out of a spreadsheet: pasted, or sent as a file.
	async honourees() {
		const { page } = this;
		await page.goto(`${this.here}/danh-sach?dot=so-ket-2023`);
		await page.click("summary:has-text('Nhập từ bảng tính')");
		if (this.js)
			await page.fill("#dan", TABLE);
		else {
			const file = path.join(office.dir, "danh-sach.csv");
			writeFileSync(file, "\ufeff" + TABLE.replaceAll("\t", ";"));
			await page.setInputFiles("main input[type=file]", file);
		}
		await page.click("text=Xem và soát bảng");
		await has(page, "Chưa có gì được lưu");
		await this.look("soat-bang");
		await page.click("button[value=nhap]");
		await page.waitForURL(/danh-sach\?/);
		await this.look("danh-sach");
		await page.goto(this.here + "/ban-hanh?dot=so-ket-2023");
		await has(page, "Khớp");
		this.decision = await this.issue("quyet-dinh");
	}

	// Clicks, waits for the end of the job, and is on its page.
	async job(button, name) {
		const { page } = this;
		await page.goto(`${office.home}/van-ban/${this.decision}/bang-khen`);
		await page.click(button);
		await page.waitForURL(/\/viec\//);
		await office.jobDone(page, this.js);
		await this.look(name);
	}

	async certificates() {
		const { page } = this;
		await page.goto(`${office.home}/van-ban/${this.decision}`);
		await page.click("main a.nut:has-text('Bằng khen')");
		await has(page, "Soát xong mới cấp số");
		await this.look("bang-khen-dau");
		await this.job("button:has-text('Soát')", "soat");
		await page.click("text=Về trang Bằng khen");
		await has(page, "Giấy cần có", `Phôi bằng khen A4 ngang: ${PEOPLE} tờ`);
		await this.look("bang-khen-soat");
		await this.job("button:has-text('Cấp số và tạo bằng')", "cap");
		await has(page, `${PEOPLE} trên ${PEOPLE}`);
		await page.click("text=Về trang Bằng khen");
		await has(page, `Đã cấp đủ ${PEOPLE} bằng`);
		await this.look("bang-khen-cap");
	}

	async print(fields, name) {
		const { page } = this;
		await page.goto(`${office.home}/van-ban/${this.decision}/bang-khen`);
		for (const [box, value] of Object.entries(fields))
			await (value === true ? page.check(`[name=${box}]`) : /^(trang|ly-do)$/.test(box) ? page.fill("#" + box, value) : page.selectOption("#" + box, value));
		await page.click("button:has-text('Lập tệp in')");
		if (!name)
			return "";
		await page.waitForURL(/\/viec\//);
		await office.jobDone(page, this.js);
		await this.look("in-" + name);
		const file = await saved(page, () => page.click("text=Tải tệp PDF về máy"), `${this.key}-${name}.pdf`);
		tool("qpdf", "--check", file);
		return tool("pdftotext", "-layout", file, "-").split("\f").slice(0, -1);
	}

	async printing() {
		const { page } = this, unit = { xep: "don-vi", "to-ngan": true };
		const all = await this.print({ kieu: "day-du", ...unit }, "ca-tap");
		check(all.length === PEOPLE + UNITS && all.join("").includes("BẰNG KHEN"), `merged file: ${all.length} pages`);
		await this.print({ ...unit, trang: "2-3" });
		await has(page, "chưa ghi lý do in lại");
		await this.look("in-lai-loi");
		const again = await this.print({ ...unit, trang: "2-3", "ly-do": "Kẹt giấy" }, "in-lai");
		check(again.length === 2 && again[0] === all[1] && again[1] === all[2], "the reprint is other pages");
		check((await this.print({ kieu: "bien-ban" }, "bien-ban")).join("").includes("BIÊN BẢN"), "hand-over list");

		await page.goto(`${office.home}/van-ban/${this.decision}/bang-khen`);
		const zip = await saved(page, () => page.click("text=Tải mọi tệp PDF (ZIP)"), this.key + ".zip");
		tool("unzip", "-tq", zip);
		check(tool("zipinfo", "-1", zip).trim().split("\n").length === PEOPLE, "files in the ZIP");

		const sheet = await page.request.get(office.home + "/may-in/to-can-chinh.pdf");
		check(sheet.ok() && (await sheet.body()).subarray(0, 5).toString() === "%PDF-", "calibration sheet");
		await page.goto(office.home + "/may-in");
		for (const [box, value] of [["may-in", "HP " + this.key], ["phoi", "Phôi 2025"], ["trai", "21,5"], ["tren", "19"], ["ngang", "257"], ["doc", "170"]])
			await page.fill("#" + box, value);
		await page.click("text=Lưu căn chỉnh");
		await has(page, "HP " + this.key, "-1,5");
		await this.look("may-in");
		const over = await this.print({ kieu: "tren-phoi", may: `HP ${this.key} | Phôi 2025` }, "tren-phoi");
		check(over.length === PEOPLE && !over.join("").includes("BẰNG KHEN") && /lê văn đạt/i.test(over.join("").normalize("NFC")), `only what varies on a blank: ${over[0]}`);
	}

	// As anybody with a telephone: the code's page, a true file, a false one; nothing leaves the machine.
	async check(options) {
		const pdf = await (await this.page.request.get(`${office.home}/van-ban/${this.decision}/tep.pdf`)).body();
		const page = await office.open(options), drop = bytes => page.evaluate(text => {
			const files = new DataTransfer(), bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
			files.items.add(new File([bytes], "quyet-dinh.pdf", { type: "application/pdf" }));
			document.getElementById("tha").dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
		}, bytes.toString("base64"));
		await page.goto(`${office.home}/v/${this.decision}`);
		await has(page, "Văn bản thật, còn hiệu lực");
		if (this.js) {
			let sent = 0;
			page.on("request", () => { sent++; });
			await drop(pdf);
			await page.locator("#so-khop.khop").waitFor();
			await office.look(page, this.key + "-kiem-tra-khop");
			await drop(Buffer.concat([pdf, Buffer.from(" ")]));
			await page.locator("#so-khop.khong-khop").waitFor();
			check(sent === 0, "the dropped file made the page ask the server");
		} else {
			const sum = tool("sha256sum", this.file("quyet-dinh.pdf", pdf)).slice(0, 64);
			check((await page.textContent(".nhom")).replace(/\s/g, "") === sum, "the hash to compare by hand");
		}
		await office.look(page, this.key + "-kiem-tra", this.js);
		await page.context().close();
	}

	file(name, bytes) {
		const file = path.join(office.dir, name);
		writeFileSync(file, bytes);
		return file;
	}

	async archive() {
		const { page } = this;
		await page.goto(office.home + "/luu-tru");
		await page.fill("#q", "tran thi huong");
		await page.click("form.tim button:has-text('Tìm')");
		await has(page, "Trần Thị Hương");
		await this.look("tim");
		await page.click("summary:has-text('Lưu lần tìm này')");
		await page.fill("#ten-lan-tim", "Cô Hương " + this.key);
		await page.click("button:has-text('Lưu lần tìm này')");
		await page.click(`nav.da-luu a:has-text('${this.key}')`);
		check(await page.inputValue("#q") === "tran thi huong", "a saved search comes back");
		await page.click("summary:has-text('Chọn cột')");
		const xlsx = await saved(page, () => page.click("text=Excel (.xlsx)"), this.key + ".xlsx");
		check(tool("unzip", "-p", xlsx, "xl/worksheets/sheet1.xml").includes("Trần Thị Hương"), "the exported table");
	}

	async register() {
		const { page } = this;
		await page.goto(office.home + "/so-dang-ky");
		await page.click("tbody a[href$='/van-ban/2023']");
		await this.look("so-van-ban");
		await page.fill("#ngay", `0${this.number}/11/2023`);
		await page.fill("#muc-dich", "Giữ cho " + this.key);
		await page.click("text=Giữ số tiếp theo");
		const row = page.locator(`tbody tr:has-text('${this.key}')`), kept = (await row.locator("th").textContent()).match(/\d+/)[0];
		await page.fill("#so-huy", kept);
		await page.fill("#ly-do-huy", "Không dùng nữa");
		await page.click("button.nguy:has-text('Hủy số')");
		check(/hủy/i.test(await page.locator(`tbody tr:has(th:text-matches('^\\\\s*0?${kept}\\\\b'))`).first().textContent()), `number ${kept} is cancelled`);
		await this.look("so-da-huy");
	}

	async recall() {
		const { page } = this;
		await page.goto(`${office.home}/van-ban/${this.decision}/xu-ly`);
		await page.check("#viec-thu-hoi");
		await page.fill("#ly-do", "Ban hành nhầm.");
		await page.click("button.nguy");
		await has(page, "Đã thu hồi");
		await page.goto(`${office.home}/v/${this.decision}`);
		await has(page, "thu hồi");
		await this.look("kiem-tra-thu-hoi");
		await page.goto(office.home + "/");
		await has(page, "Phong trào thi đua đang làm", "Kho có còn tin cậy được không");
		await this.look("trang-chu");
	}
}

await theme(office, async () => {
	office.run("init", "--data", office.data);
	await office.start();
	await first();
	let number = 1;
	for (const [key, options, js] of [["ban-lon", DESK, true], ["ban-lon-khong-script", DESK, false], ["dien-thoai", PHONE, true], ["dien-thoai-khong-script", PHONE, false]]) {
		const page = await office.open({ ...options, javaScriptEnabled: js });
		await office.login(page, "thu");
		const day = new Day(page, key, ++number, js);
		await day.campaign();
		await day.honourees();
		await day.certificates();
		await day.printing();
		await day.check({ ...options, javaScriptEnabled: js });
		await day.archive();
		await day.register();
		await day.recall();
		await page.context().close();
	}
});
