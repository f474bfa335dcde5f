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
