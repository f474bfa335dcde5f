// Every page of the route table that a browser opens, as everybody who may and may not, on a desk and on a phone.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { Office, DESK, check, theme } from "./lib.mjs";

const [sovang, root, shots] = process.argv.slice(2);
const office = new Office(sovang, root, shots);

// Answers that are no page: files, pictures, events, and what only a machine reads.
const NO_PAGE = /\.(pdf|xml|zip|svg|ico)$|^\/tinh\/|^\/api\/|\/tien-do$|\/:file$|^\/healthz$|\/hinh\/:name$/;

async function job(page, here, button) {
	await page.goto(here);
	await page.click(button);
	await page.waitForURL(/\/viec\//);
	return office.jobDone(page);
}

// What stands for the names in the addresses: one campaign issued, one being written, a decision with certificates.
async function furnish(clerk) {
	const json = async where => (await clerk.request.get(office.home + where)).json();
	const id = async kind => (await json("/api/v1/documents?loai=" + kind)).documents[0].id;
	const [plan, decision, certificate] = [await id("plan"), await id("decision"), await id("certificate")];
	const xml = await (await clerk.request.get(`${office.home}/phong-trao/hy-2022-du-an-trong-diem/xuat.xml`)).text();
	const file = path.join(office.dir, "dang-soan.xml");
	writeFileSync(file, xml.replace('ma="hy-2022-du-an-trong-diem"', 'ma="dang-soan"').replace(' so="71"', "")
		.replace('<ke-hoach ngay="2022-04-12"', '<ke-hoach ngay="2022-11-02"').replace('ngay="2023-09-28"', 'ngay="2023-11-03"'));
	await clerk.goto(office.home + "/phong-trao");
	await clerk.click("summary:has-text('Nhập phong trào')");
	await clerk.setInputFiles("#tep", file);
	await clerk.click("text=Nhập tệp");
	await clerk.waitForURL(/dang-soan/);

	await clerk.goto(office.home + "/phong-trao/dang-soan/danh-sach?dot=so-ket-2023");
	await clerk.click("summary:has-text('Nhập từ bảng tính')");
	await clerk.fill("#dan", "Họ và tên\tChức vụ\tĐơn vị công tác\nÔng Lê Văn Đạt\tChuyên viên\tSở Y tế\nBà Trần Thị Hƣơng\tKế toán\tSở Nội vụ\n");
	await clerk.click("text=Xem và soát bảng");
	await clerk.waitForURL(/danh-sach\/nhap/);
	const intake = clerk.url().slice(office.home.length);

	const certificates = `/van-ban/${decision}/bang-khen`;
	const trial = await job(clerk, office.home + certificates, "button:has-text('Soát')");
	const print = await job(clerk, office.home + certificates, "button:has-text('Lập tệp in')");
	await clerk.goto(office.home + "/may-in");
	for (const [box, value] of [["may-in", "HP"], ["phoi", "Phôi 2025"], ["trai", "21,5"], ["tren", "19"], ["ngang", "257"], ["doc", "170"]])
		await clerk.fill("#" + box, value);
	await clerk.click("button:has-text('Lưu căn chỉnh')");
	await clerk.goto(office.home + "/so-dang-ky");
	const books = await clerk.locator("tbody a").evaluateAll(list => list.map(a => a.getAttribute("href")));
	await clerk.goto(office.home + "/mau");
	const template = await clerk.locator("main a[href^='/mau/']").first().getAttribute("href");
	await clerk.goto(office.home + template);
	const edition = await clerk.locator(`main a[href^='${template}/']`).first().getAttribute("href");
	await clerk.goto(office.home + "/huong-dan");
	const chapters = [...new Set(await clerk.locator("main a[href^='/huong-dan/']").evaluateAll(list => list.map(a => a.getAttribute("href").split("#")[0])))];
	check(chapters.length > 5, `chapters of the manual: ${chapters}`);
	const open = "/phong-trao/dang-soan", issued = "/phong-trao/hy-2022-du-an-trong-diem", list = "/danh-sach?dot=so-ket-2023";
	return {
		"/": ["/"], "/v/:id": [`/v/${plan}`, `/v/${certificate}`, "/v/00000000000000000000000000"], "/dang-nhap": ["/dang-nhap"],
		"/tai-khoan": ["/tai-khoan"], "/tai-khoan/mat-khau": ["/tai-khoan/mat-khau"], "/tai-khoan/hai-buoc": ["/tai-khoan/hai-buoc"],
		"/luu-tru": ["/luu-tru", "/luu-tru?q=dang%20quoc%20thang", "/luu-tru?dang=bang&cot=so&cot=trich-yeu&cot=doi-tuong", "/luu-tru?q=khongcogica"],
		"/ho-so": ["/ho-so", "/ho-so?ten=%C4%90%E1%BA%B7ng%20Qu%E1%BB%91c%20Th%E1%BA%AFng"], "/van-ban/:id": [`/van-ban/${plan}`, `/van-ban/${certificate}`],
		"/so-dang-ky": ["/so-dang-ky"], "/so-dang-ky/:org/:series/:year": books,
		"/van-ban/:id/bang-khen": [certificates], "/viec": ["/viec"], "/viec/:id": [trial, print], "/may-in": ["/may-in"],
		"/mau": ["/mau"], "/mau/:id": [template], "/mau/:id/:version": [edition], "/mau/:id/:version/so-sanh": [edition + "/so-sanh"],
		"/phong-trao": ["/phong-trao"], "/phong-trao/tao": ["/phong-trao/tao"], "/phong-trao/:ma": [open, issued],
		"/phong-trao/:ma/sua": [open + "/sua", open + "/sua?dot=so-ket-2023"], "/phong-trao/:ma/xem-truoc": [open + "/xem-truoc"],
		"/phong-trao/:ma/lich-su": [open + "/lich-su"], "/phong-trao/:ma/dot-moi": [open + "/dot-moi"],
		"/phong-trao/:ma/danh-sach": [open + list, issued + list], "/phong-trao/:ma/danh-sach/nhap": [intake],
		"/don-vi": ["/don-vi?phong-trao=dang-soan"], "/phong-trao/:ma/ban-hanh": [open + "/ban-hanh", open + "/ban-hanh?dot=so-ket-2023"],
		"/van-ban/:id/xu-ly": [`/van-ban/${plan}/xu-ly`], "/cho-duyet": ["/cho-duyet"],
		"/quan-tri/tai-khoan": ["/quan-tri/tai-khoan"], "/quan-tri/tai-khoan/:login": ["/quan-tri/tai-khoan/an"], "/quan-tri/khoa": ["/quan-tri/khoa"],
		"/quan-tri/thiet-lap": ["/quan-tri/thiet-lap"], "/quan-tri/nhat-ky": ["/quan-tri/nhat-ky"],
		"/huong-dan": ["/huong-dan"], "/huong-dan/:chapter": chapters,
	};
}

// The routes that show pages: address with names in it, rights (any of them), no right = everybody.
function routes() {
	return office.run("reference", "--routes").trim().split("\n").map(line => line.split("\t"))
		.filter(([method, where]) => method === "GET" && !NO_PAGE.test(where))
		.map(([, where, rights]) => ({ where, rights: rights.trim().split(" ").filter(Boolean) }));
}

const onPhone = new Set(), links = new Set();

async function walk(page, who, rights, places) {
	for (const route of routes()) {
		if (route.where.startsWith("/huong-dan") && who !== "van-thu" && who !== "khach") /* the same for all */
			continue;
		if (who === "lanh-dao" && !route.rights.includes("duyet") && route.where !== "/") /* the rest is a reader's */
			continue;
		const may = route.rights.length === 0 || route.rights.some(r => rights.includes(r));
		check(places[route.where], `${route.where} has no place in this walk`);
		for (const place of (places[route.where] || []).slice(0, may ? 99 : 1)) {
			const reply = await page.goto(office.home + place), status = reply.status();
			if (!may) {
				if (rights.length === 0)
					check(page.url().includes("/dang-nhap"), `${who}: ${place} leads to ${page.url()}`);
				else
					check(status === 403 || status === 404, `${who}: ${place} is refused with ${status}`);
				if (onPhone.has(who + status))
					continue;
				onPhone.add(who + status);
			} else
				check(status === 200 || (route.where === "/v/:id" && status === 404), `${who}: ${place}: ${status}`);
			const name = `${who}${place.replace(/[^a-z0-9]+/gi, "-")}`.slice(0, 90);
			await office.look(page, name);
			for (const href of await page.locator("a[href^='/']").evaluateAll(list => list.map(a => a.getAttribute("href"))))
				if (rights.length > 0)
					links.add(JSON.stringify([who, href.split("#")[0], place.startsWith("/huong-dan")]));
			if (onPhone.has(place) || !may)
				continue;
			onPhone.add(place);
			await page.setViewportSize({ width: 390, height: 844 });
			await office.look(page, name + "-390");
			await page.setViewportSize(DESK.viewport);
		}
	}
}

// No link of a page leads nowhere, or to a door that is shut to the one who sees it; the manual is for all roles.
async function follow(pages) {
	const asked = new Set();
	for (const link of links) {
		const [who, href, manual] = JSON.parse(link), kind = who + manual + href.replace(/[0-9a-z]{26}/, "").replace(/\?.*/, "");
		if (asked.has(kind))
			continue;
		asked.add(kind);
		const reply = await pages[who].request.get(office.home + href, { maxRedirects: 0 });
		check(reply.status() < 400 || (manual && reply.status() === 403), `${who}: the link ${href} answers ${reply.status()}`);
	}
}

await theme(office, async () => {
	office.run("init", "--data", office.data);
	office.run("demo", "--data", office.data);
	await office.start();
	const pages = {}, rights = {};
	pages["van-thu"] = await office.person(DESK, "an", "van-thu");
	const places = await furnish(pages["van-thu"]);
	for (const [role, name] of [["quan-tri", "binh"], ["luu-tru", "chi"], ["lanh-dao", "dung"]])
		pages[role] = await office.person(DESK, name, role);
	for (const [role, page] of Object.entries(pages))
		rights[role] = (await (await page.request.get(office.home + "/api/v1/me")).json()).rights;
	const guest = await office.open(DESK);
	await Promise.all([...Object.keys(pages).map(role => walk(pages[role], role, rights[role], places)), walk(guest, "khach", [], places)]);
	await follow(pages);
});
