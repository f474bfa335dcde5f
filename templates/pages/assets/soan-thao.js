/* The editor of campaigns: lists that are edited without a reload, a preview beside the form that
   follows the typing, and what was typed kept on the server and in this browser.  Without this file
   every button is a plain submit. */
(function () {
	"use strict";
	var form = document.getElementById("soan");
	if (!form || !window.fetch || !window.DOMParser)
		return;
	var state = document.getElementById("tinh-trang-luu");
	var sheets = document.getElementById("cac-trang");
	var hint = document.getElementById("xem-goi-y");
	var keptKey = "sovang-soan:" + form.dataset.ma;
	var drawTimer = 0, keepTimer = 0, drawing = null, changed = false;

	function body() {
		return new URLSearchParams(new FormData(form));
	}

	function say(text) {
		if (state)
			state.textContent = text;
	}

	/* --- what was typed --- */

	function keepHere() {
		try {
			localStorage.setItem(keptKey, JSON.stringify({ at: Date.now(), base: form.elements.goc.value,
				fields: Array.from(body()).filter(function (f) { return f[0].indexOf("o:") === 0; }) }));
		} catch (error) { /* a full or closed store: the server keeps it too */ }
	}

	function forgetHere() {
		try { localStorage.removeItem(keptKey); } catch (error) { /* nothing was kept */ }
	}

	function keepThere() {
		if (!form.dataset.nhap)
			return;
		fetch(form.dataset.nhap, { method: "POST", body: body(), headers: { Accept: "application/json" } })
			.then(function (reply) {
				if (reply.status === 401 || reply.status === 403)
					throw new Error("Phiên làm việc đã hết; bản gõ dở được giữ trong trình duyệt này. Đăng nhập lại rồi mở lại trang.");
				if (!reply.ok)
					throw new Error("Chưa giữ được bản gõ dở trên máy chủ; đã giữ trong trình duyệt này.");
				return reply.json();
			})
			.then(function (kept) {
				var late = String(kept.version) !== form.elements.goc.value && form.elements.goc.value !== "0";
				say("Đã giữ bản gõ dở lúc " + kept.keptAt + (late ? ". " + kept.by + " vừa lưu một bản mới; khi bấm Lưu hai bên sẽ được gộp." : "."));
			})
			.catch(function (error) {
				say(error instanceof TypeError ? "Mất kết nối; bản gõ dở được giữ trong trình duyệt này." : error.message);
			});
	}

	/* --- preview --- */

	function fieldOf(path) {
		return path ? document.getElementById(path) : null;
	}

	function toField(path) {
		var field = fieldOf(path);
		if (!field)
			return;
		field.scrollIntoView({ block: "center" });
		field.focus({ preventScroll: true });
	}

	/* A path in the document's data to the field that it came from. */
	function pathOf(data) {
		var round = form.elements.dot.value !== "";
		var path = data.replace(/^\/ho-so\/van-ban\//, round ? "" : "ke-hoach/").replace(/^\/ho-so\/khen-thuong\//, "").replace(/^\/ho-so\//, "");
		var parts = path.split("/"), built = "";
		for (var i = 0; i < parts.length; i++) {
			var next = built ? built + "/" + parts[i] : parts[i];
			if (!/\]$/.test(next) && (fieldOf(next + "[1]") || form.querySelector('[data-muc="' + CSS.escape(next) + '\\[1\\]"]')))
				next += "[1]";
			built = next;
		}
		return built;
	}

	function show(result) {
		var top = sheets.scrollTop;
		var fresh = result.pages.map(function (text) {
			return document.importNode(new DOMParser().parseFromString(text, "image/svg+xml").documentElement, true);
		});
		sheets.replaceChildren.apply(sheets, fresh);
		sheets.scrollTop = top;
		hint.textContent = result.pages.length + " trang, đánh dấu DỰ THẢO. Bấm vào chữ trong trang để tới ô ấy.";
		showProblems(result.problems);
	}

	function showProblems(problems) {
		var list = document.getElementById("ds-van-de"), count = document.getElementById("so-van-de");
		if (!list || !count)
			return;
		count.textContent = problems.length;
		list.replaceChildren.apply(list, problems.map(function (problem) {
			var item = document.createElement("li"), text = problem.text + (problem.hint ? ": " + problem.hint : "");
			if (problem.field && fieldOf(problem.field)) {
				var link = document.createElement("a");
				link.href = "#" + encodeURI(problem.field);
				link.textContent = text;
				link.addEventListener("click", function (event) { event.preventDefault(); toField(problem.field); });
				item.append(link);
			} else {
				item.textContent = text;
			}
			return item;
		}));
	}

	function draw() {
		if (!form.dataset.xem || !sheets)
			return;
		if (drawing)
			drawing.abort();
		drawing = new AbortController();
		sheets.setAttribute("aria-busy", "true");
		fetch(form.dataset.xem, { method: "POST", body: body(), signal: drawing.signal, headers: { Accept: "application/json" } })
			.then(function (reply) {
				return reply.json().then(function (data) {
					if (!reply.ok)
						throw new Error((data.detail || "Chưa vẽ được") + (data.hint ? " – " + data.hint : ""));
					return data;
				});
			})
			.then(show)
			.catch(function (error) {
				if (error.name !== "AbortError")
					hint.textContent = error instanceof TypeError ? "Mất kết nối; bản xem trước chưa mới." : error.message;
			})
			.finally(function () { sheets.removeAttribute("aria-busy"); });
	}

	if (sheets)
		sheets.addEventListener("click", function (event) {
			var text = event.target.closest ? event.target.closest("[data-o]") : null;
			if (text)
				toField(pathOf(text.getAttribute("data-o")));
		});

	/* The place on the page that belongs to the field with the focus. */
	form.addEventListener("focusin", function (event) {
		var name = event.target.name || "", found;
		if (!sheets || name.indexOf("o:") !== 0)
			return;
		sheets.querySelectorAll("text.dang-sua").forEach(function (t) { t.classList.remove("dang-sua"); });
		sheets.querySelectorAll("[data-o]").forEach(function (t) {
			if (pathOf(t.getAttribute("data-o")) === name.slice(2)) {
				t.classList.add("dang-sua");
				found = found || t;
			}
		});
		if (found && !sheets.contains(document.activeElement)) {
			var box = found.getBoundingClientRect(), frame = sheets.getBoundingClientRect();
			if (box.top < frame.top || box.bottom > frame.bottom)
				sheets.scrollTop += box.top - frame.top - frame.height / 3;
		}
	});

	/* --- lists --- */

	function renumber(list) {
		var path = list.dataset.ds;
		Array.from(list.querySelector(":scope > ol").children).forEach(function (entry, i) {
			var old = entry.dataset.muc, now = path + "[" + (i + 1) + "]";
			if (old === now)
				return;
			[entry].concat(Array.from(entry.querySelectorAll("*"))).forEach(function (e) {
				["id", "name", "for", "value", "data-ds", "data-muc"].forEach(function (a) {
					var v = e.getAttribute(a);
					if (v && v.indexOf(old) >= 0 && (a !== "value" || e.tagName === "BUTTON"))
						e.setAttribute(a, v.replace(old, now));
				});
				if (e.tagName === "LABEL" && e.htmlFor === now)
					e.textContent = e.textContent.replace(/\d+$/, i + 1);
			});
			entry.dataset.muc = now;
		});
	}

	function blankEntry(list) {
		var entry = list.querySelector(":scope > ol > li:last-child").cloneNode(true);
		entry.querySelectorAll("textarea, input[type=text]").forEach(function (f) { f.value = ""; f.textContent = ""; f.setAttribute("value", ""); });
		entry.querySelectorAll("fieldset.ds > ol").forEach(function (inner) {
			while (inner.children.length > 1)
				inner.lastElementChild.remove();
		});
		entry.querySelectorAll(".loi-o").forEach(function (e) { e.remove(); });
		entry.dataset.muc = "";
		return entry;
	}

	/* A copy carries the last entry's path: it gets the next one. */
	function add(list) {
		var ol = list.querySelector(":scope > ol"), last = ol.lastElementChild, old = last.dataset.muc;
		var entry = blankEntry(list);
		entry.dataset.muc = old;
		ol.append(entry);
		renumber(list);
		var first = entry.querySelector("textarea, input[type=text]");
		if (first)
			first.focus();
	}

	form.addEventListener("click", function (event) {
		var button = event.target.closest("button[name=lam]");
		if (!button)
			return;
		var act = button.value.split(":")[0], path = button.value.slice(act.length + 1);
		if (act === "them") {
			event.preventDefault();
			add(button.closest("fieldset.ds"));
			touched();
			return;
		}
		if (act === "xem-truoc") {
			event.preventDefault();
			draw();
			return;
		}
		if (act !== "len" && act !== "xuong" && act !== "bo")
			return;
		event.preventDefault();
		var entry = button.closest("li[data-muc]"), ol = entry.parentElement, list = ol.closest("fieldset.ds");
		if (act === "len" && entry.previousElementSibling)
			ol.insertBefore(entry, entry.previousElementSibling);
		if (act === "xuong" && entry.nextElementSibling)
			ol.insertBefore(entry.nextElementSibling, entry);
		if (act === "bo") {
			if (ol.children.length > 1)
				entry.remove();
			else
				entry.querySelectorAll("textarea, input[type=text]").forEach(function (f) { f.value = ""; });
		}
		renumber(list);
		if (act !== "bo")
			button.focus();
		touched();
	});

	/* Dragging by the number of an entry. */
	var dragged = null;
	function makeDraggable(entry) { entry.draggable = false; }
	form.querySelectorAll("fieldset.ds li[data-muc]").forEach(makeDraggable);
	form.addEventListener("pointerdown", function (event) {
		var entry = event.target.matches && event.target.matches("li[data-muc]") ? event.target : null;
		if (entry)
			entry.draggable = true;
	});
	form.addEventListener("dragstart", function (event) {
		dragged = event.target.closest("li[data-muc]");
		event.dataTransfer.effectAllowed = "move";
	});
	form.addEventListener("dragover", function (event) {
		var over = dragged && event.target.closest("li[data-muc]");
		if (!over || over.parentElement !== dragged.parentElement || over === dragged)
			return;
		event.preventDefault();
		var box = over.getBoundingClientRect();
		over.parentElement.insertBefore(dragged, event.clientY < box.top + box.height / 2 ? over : over.nextElementSibling);
	});
	form.addEventListener("dragend", function () {
		if (!dragged)
			return;
		dragged.draggable = false;
		renumber(dragged.closest("fieldset.ds"));
		dragged = null;
		touched();
	});

	/* --- following --- */

	function touched() {
		changed = true;
		clearTimeout(drawTimer);
		clearTimeout(keepTimer);
		keepHere();
		drawTimer = setTimeout(draw, 250);
		keepTimer = setTimeout(keepThere, 1500);
	}

	form.addEventListener("input", touched);
	form.addEventListener("submit", function () { changed = false; forgetHere(); });
	window.addEventListener("beforeunload", function (event) {
		if (changed && !form.dataset.nhap)
			event.preventDefault();
	});

	/* What this browser kept when the server could not be reached. */
	(function offer() {
		var kept;
		try { kept = JSON.parse(localStorage.getItem(keptKey) || "null"); } catch (error) { kept = null; }
		if (!kept || Date.now() - kept.at > 7 * 86400000)
			return;
		var now = new Map(body()), differs = kept.fields.some(function (f) { return now.get(f[0]) !== f[1]; });
		if (!differs) {
			forgetHere();
			return;
		}
		var note = document.createElement("p"), button = document.createElement("button");
		note.className = "giai-thich";
		note.append("Trình duyệt này còn giữ bản gõ dở chưa lưu. ");
		button.type = "button";
		button.className = "phu nho";
		button.textContent = "Lấy lại bản ấy";
		button.addEventListener("click", function () {
			kept.fields.forEach(function (f) {
				var field = form.elements[f[0]];
				if (field && field.type !== "checkbox")
					field.value = f[1];
			});
			note.remove();
			touched();
		});
		note.append(button);
		form.before(note);
	})();

	draw();
})();
