/* Every page: errors get the focus, a form is sent once, and what is typed is not left by mistake. */
(function () {
	"use strict";
	var errors = document.getElementById("cac-loi");

	if (errors)
		errors.focus();
	document.addEventListener("submit", function (event) {
		var form = event.target;
		if (form.method !== "post")
			return;
		if (form.dataset.daGui) {
			event.preventDefault();
			return;
		}
		form.dataset.daGui = "co";
		setTimeout(function () { delete form.dataset.daGui; }, 8000);
	});
	document.addEventListener("click", function (event) {
		document.querySelectorAll("details.menu-nguoi[open]").forEach(function (menu) {
			if (!menu.contains(event.target))
				menu.open = false;
		});
	});
	document.addEventListener("keydown", function (event) {
		var menu = document.querySelector("details.menu-nguoi[open]");
		if (event.key === "Escape" && menu) {
			menu.open = false;
			menu.querySelector("summary").focus();
		}
	});
	/* <form data-giu>: leaving with changes asks first. */
	document.querySelectorAll("form[data-giu]").forEach(function (form) {
		var changed = false;
		form.addEventListener("input", function () { changed = true; });
		form.addEventListener("submit", function () { changed = false; });
		window.addEventListener("beforeunload", function (event) {
			if (changed)
				event.preventDefault();
		});
	});
})();

/* Makes the archive page quicker: results follow the typing and the filters without a full
   reload.  Without this file the form works as a plain form. */
(function () {
	"use strict";
	var form = document.getElementById("bieu-tim");
	var results = document.getElementById("ket-qua");
	var timer = 0, running = null;

	if (!form || !results || !window.fetch || !window.DOMParser || !window.AbortController)
		return;

	function address() {
		var params = new URLSearchParams(new FormData(form));
		Array.from(params.keys()).forEach(function (key) {
			if (params.get(key) === "")
				params.delete(key);
		});
		var text = params.toString();
		return form.getAttribute("action") + (text ? "?" + text : "");
	}

	/* `typing`: the last word may not be finished, so its endings are tried. */
	function refresh(typing) {
		var url = address();
		var asked = typing ? url + (url.indexOf("?") < 0 ? "?" : "&") + "dang-go=co" : url;
		if (running)
			running.abort();
		running = new AbortController();
		results.setAttribute("aria-busy", "true");
		fetch(asked, { signal: running.signal, headers: { Accept: "text/html" } })
			.then(function (reply) { return reply.text(); })
			.then(function (text) {
				var page = new DOMParser().parseFromString(text, "text/html");
				var fresh = page.getElementById("ket-qua");
				if (!fresh)
					return;
				results.replaceChildren.apply(results, Array.from(fresh.childNodes));
				results.removeAttribute("aria-busy");
				history.replaceState(null, "", url);
			})
			.catch(function (error) {
				if (error.name !== "AbortError")
					results.removeAttribute("aria-busy");
			});
	}

	function later(event) {
		var typing = event.type === "input" && event.target.name === "q";
		clearTimeout(timer);
		timer = setTimeout(function () { refresh(typing); }, 180);
	}

	form.addEventListener("input", later);
	form.addEventListener("change", later);
})();
