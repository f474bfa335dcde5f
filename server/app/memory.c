/* app/memory.c -- a small piece of memory that is not to be had ends the
 * program, with a message and exit status 3.
 *
 * Our own code looks at what malloc returns; the libraries under it do not all.
 * libxml2 2.9 leaves letters out of a text, HarfBuzz 6 leaves glyphs and
 * kerning out, without a word, and both touch NULL in places (tests/fault finds
 * them by the hundred).  An official document may be missing, never wrong, and
 * an end at any moment is what the register is built for.  So malloc is
 * replaced, as the manual of glibc provides for, for this program and all its
 * libraries.  Large pieces still fail as ever: they come from what users send,
 * and the code that asks for them answers with an error. */
#include <stdlib.h>
#include <unistd.h>

/* A sanitizer has an allocator of its own. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define OWN_MALLOC 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define OWN_MALLOC 0
#endif
#endif
#if !defined(OWN_MALLOC) && defined(__GLIBC__)
#define OWN_MALLOC 1
#endif

#if defined(OWN_MALLOC) && OWN_MALLOC

enum { SMALL = 1024 * 1024 };

/* glibc's allocator under its second name. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t size);

static _Noreturn void
end_program(void)
{
	static const char text[] =
	    "E-NOMEM hết bộ nhớ: chương trình dừng, chưa ghi gì thêm\n"
	    "    gợi ý: đóng bớt chương trình khác hoặc thêm bộ nhớ rồi chạy "
	    "lại\n";
	ssize_t ignored = write(STDERR_FILENO, text, sizeof(text) - 1);

	(void)ignored;
	_exit(3);
}

void *
malloc(size_t size)
{
	void *p = __libc_malloc(size);

	if (p == NULL && size < SMALL)
		end_program();
	return p;
}

void *
calloc(size_t n, size_t size)
{
	void *p = __libc_calloc(n, size);

	if (p == NULL && (size == 0 || n < SMALL / size))
		end_program();
	return p;
}

void *
realloc(void *old, size_t size)
{
	void *p = __libc_realloc(old, size);

	if (p == NULL && size > 0 && size < SMALL)
		end_program();
	return p;
}

#endif
