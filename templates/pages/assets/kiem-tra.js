/* Hashes a PDF on the visitor's own machine and compares; nothing is sent. */
(function () {
	"use strict";
	var box = document.getElementById("tha"), input = document.getElementById("chon-tep");
	var said = document.getElementById("so-khop"), other = document.getElementById("cach-khac");

	if (!box || !window.crypto || !window.crypto.subtle || !window.FileReader)
		return;
	box.hidden = false;
	other.open = false;

	function hex(buffer) {
		return Array.from(new Uint8Array(buffer)).map(function (b) {
			return (b < 16 ? "0" : "") + b.toString(16);
		}).join("");
	}

	function compare(file) {
		var reader = new FileReader();
		said.className = "";
		said.textContent = "Đang tính mã của " + file.name + "…";
		reader.onerror = function () {
			said.textContent = "Không đọc được tệp này.";
		};
		reader.onload = function () {
			crypto.subtle.digest("SHA-256", reader.result).then(function (sum) {
				var same = hex(sum) === box.getAttribute("data-sha256");
				said.className = same ? "khop" : "khong-khop";
				said.textContent = same
					? "Khớp: tệp này đúng từng byte với bản cơ quan đã ban hành."
					: "Không khớp: tệp này không phải bản đã ban hành, hoặc đã bị sửa, in lại, ký thêm sau khi ban hành.";
			});
		};
		reader.readAsArrayBuffer(file);
	}

	input.addEventListener("change", function () {
		if (input.files.length > 0)
			compare(input.files[0]);
	});
	["dragover", "dragenter"].forEach(function (name) {
		box.addEventListener(name, function (event) {
			event.preventDefault();
			box.classList.add("dang-tha");
		});
	});
	box.addEventListener("dragleave", function () { box.classList.remove("dang-tha"); });
	box.addEventListener("drop", function (event) {
		event.preventDefault();
		box.classList.remove("dang-tha");
		if (event.dataTransfer.files.length > 0)
			compare(event.dataTransfer.files[0]);
	});
})();
