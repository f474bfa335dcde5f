/* Follows the jobs on a page as they go on.  Without this file the page of a job loads itself
   again every three seconds. */
(function () {
	"use strict";
	var names = { "cho": "Đang chờ", "dang-chay": "Đang chạy", "tam-dung": "Tạm dừng", "xong": "Xong",
		"hong": "Dừng vì lỗi", "huy": "Đã hủy" };

	function grouped(n) {
		return String(n).replace(/\B(?=(\d{3})+$)/g, ".");
	}

	function put(box, what, text) {
		var place = box.querySelector("[data-o=" + what + "]");
		if (place && place.textContent !== text)
			place.textContent = text;
	}

	function show(box, job) {
		var bar = box.querySelector("progress");
		var rate = job["moi-phut"] > 0 ? grouped(job["moi-phut"]) + " mỗi phút" : "";
		bar.max = job.tong || 1;
		bar.value = job.xong + job.hong;
		put(box, "trang-thai", names[job["trang-thai"]] || "");
		put(box, "dem", job.tong > 0 ? grouped(job.xong) + " trên " + grouped(job.tong) : "");
		put(box, "toc-do", rate && job.con ? rate + ", còn khoảng " + job.con : rate);
	}

	document.querySelectorAll(".tien-do[data-viec]").forEach(function (box) {
		var state = box.getAttribute("data-trang-thai"), source;
		if ((state !== "cho" && state !== "dang-chay") || !window.EventSource)
			return;
		source = new EventSource("/viec/" + box.getAttribute("data-viec") + "/tien-do");
		source.addEventListener("tien-do", function (event) {
			var job = JSON.parse(event.data);
			show(box, job);
			if (job["trang-thai"] !== "cho" && job["trang-thai"] !== "dang-chay") {
				source.close();
				location.reload();
			}
		});
	});
})();
