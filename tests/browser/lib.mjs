// What the themes share: an office in a folder of its own, browsers, and the rules every page keeps.
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, readFileSync, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { createRequire } from "node:module";
import path from "node:path";
import { chromium } from "playwright-core";

export const PASSWORD = "con đò qua sông 7";
export const DESK = { viewport: { width: 1366, height: 768 } };
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const LARGEST_PAGE = 100 * 1024;

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const failures = [];
export const check = (ok, what) => { if (!ok) { failures.push(what); console.log("FAILED:", what); } };
export const pause = ms => new Promise(done => setTimeout(done, ms));

const freePort = () => new Promise(done => { const s = createServer().listen(0, "127.0.0.1", () => { const p = s.address().port; s.close(() => done(p)); }); });

export class Office {
	constructor(sovang, root, shots) {
		Object.assign(this, { sovang, root, shots, count: 0, out: "", pages: [] });
		this.dir = mkdtempSync(path.join(tmpdir(), "sovang-browser-"));
		this.data = path.join(this.dir, "data");
		this.env = { ...process.env, SOVANG_HOME: root };
	}

	run(...words) { return execFileSync(this.sovang, words, { env: this.env, encoding: "utf8" }); }

	async start() {
		const port = await freePort();
		this.home = `http://127.0.0.1:${port}`;
		this.server = spawn(this.sovang, ["serve", "--data", this.data, "--listen", `127.0.0.1:${port}`], { env: this.env, stdio: ["ignore", "pipe", "ignore"] });
		this.server.stdout.on("data", text => { this.out += text; });
		for (let i = 0; i < 200 && !await fetch(this.home + "/healthz").then(r => r.ok, () => false); i++)
			await pause(50);
		this.browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
	}

	async stop() {
		await this.browser?.close();
		if (this.server?.exitCode === null) {
			const end = new Promise(done => this.server.once("exit", done));
			this.server.kill("SIGTERM");
			check(await end === 0, "the server did not end well");
		}
		rmSync(this.dir, { recursive: true, force: true });
	}

	// A browser of its own: console errors, broken scripts and large pages fail the test.
	async open(options) {
		const context = await this.browser.newContext({ locale: "vi-VN", acceptDownloads: true, ...options });
		const page = await context.newPage();
		page.setDefaultTimeout(20000);
		this.pages.push(page);
		page.on("console", m => { if (m.type() === "error" && !/status of (4\d\d)/.test(m.text())) check(false, `${page.url()}: console: ${m.text()}`); });
		page.on("pageerror", e => check(false, `${page.url()}: script: ${e.message}`));
		page.on("response", async r => {
			if (r.request().resourceType() !== "document" || !/text\/html/.test(r.headers()["content-type"] || ""))
				return;
			const size = (await r.body().catch(() => Buffer.alloc(0))).length;
			check(size < LARGEST_PAGE, `${r.url()}: ${size} bytes`);
		});
		return page;
	}

	async login(page, name, password = PASSWORD) {
		await page.goto(this.home + "/dang-nhap");
		await page.fill("[name=ten-dang-nhap]", name);
		await page.fill("[name=mat-khau]", password);
		await page.click("main button[type=submit]");
	}

	// The password that works once becomes a person's own.
	async firstLogin(page, name, once) {
		await this.login(page, name, once);
		check(page.url().endsWith("/tai-khoan/mat-khau"), `${name} is led to a password of the own, not to ${page.url()}`);
		await page.fill("#cu", once);
		await page.fill("#moi", PASSWORD);
		await page.fill("#lai", PASSWORD);
		await page.click("form.bieu button[type=submit]");
		check(!page.url().endsWith("/tai-khoan/mat-khau"), `${name}: the password is not taken: ${await page.textContent("main")}`);
	}

	async person(options, name, roles) {
		const once = this.run("user", "add", name, "--data", this.data, "--name", "Nguyễn Văn Thử", "--roles", roles).split(": ")[1].trim();
		const page = await this.open(options);
		await this.firstLogin(page, name, once);
		return page;
	}

	// The page of a job reloads itself when the job ends; without scripts it is asked again.
	async jobDone(page, scripts = true) {
		const done = page.locator("main a.nut.chinh");
		for (let i = 0; !scripts && i < 100 && await done.count() === 0; i++) {
			await pause(200);
			await page.goto(page.url());
		}
		await done.waitFor({ timeout: 30000 });
		return new URL(page.url()).pathname;
	}

	// No wider than the screen, nothing axe-core objects to; a picture when asked for.
	async look(page, name, scripts = true) {
		if (this.shots) {
			mkdirSync(this.shots, { recursive: true });
			await page.screenshot({ path: path.join(this.shots, `${String(++this.count).padStart(3, "0")}-${name}.png`), fullPage: true });
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
}

// Runs the theme, says what failed, ends.
export async function theme(office, story) {
	try {
		await story();
	} catch (error) {
		check(false, error.stack);
		for (const page of office.pages.filter(p => !p.isClosed()))
			console.log(page.url(), (await page.textContent("main").catch(() => "")).replace(/\s+/g, " ").slice(0, 600));
	} finally {
		await office.stop();
	}
	console.log(failures.length ? `${failures.length} failed` : "all good");
	process.exit(failures.length ? 1 : 0);
}
