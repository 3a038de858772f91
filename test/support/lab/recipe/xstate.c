/*
 * ptrace(2) for the user-mode kernel, preloaded into it. Linux 6.1's keeps 2,696 bytes of a process's vector registers and
 * gives as many back (arch/x86/um/user-offsets.c). Processors with AMX have 11,008, and their kernels take all or nothing
 * (EFAULT, arch/x86/kernel/fpu/regset.c), so that no process of the user-mode kernel would start. What lies behind the
 * bytes that it knows is then given back as it is: tiles of AMX, which no process gets without asking for them.
 */
#include <elf.h>
#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static long ask(long request, pid_t pid, void *addr, void *data)
{
	return syscall(SYS_ptrace, request, pid, addr, data);
}

static long set_whole(pid_t pid, void *type, const struct iovec *part)
{
	/* one thread traces all processes */
	static char registers[65536];
	struct iovec whole = { registers, sizeof registers };

	if (ask(PTRACE_GETREGSET, pid, type, &whole) < 0)
		return -1;
	if (part->iov_len >= whole.iov_len) {
		errno = EFAULT;
		return -1;
	}
	memcpy(registers, part->iov_base, part->iov_len);
	return ask(PTRACE_SETREGSET, pid, type, &whole);
}

long ptrace(enum __ptrace_request request, ...)
{
	static int takes_whole;
	va_list rest;
	va_start(rest, request);
	pid_t pid = va_arg(rest, pid_t);
	void *addr = va_arg(rest, void *);
	void *data = va_arg(rest, void *);
	va_end(rest);

	if (request == PTRACE_PEEKTEXT || request == PTRACE_PEEKDATA || request == PTRACE_PEEKUSER) {
		/* the kernel writes the word, the C library returns it (ptrace(2), C library/kernel differences) */
		long word = 0;
		if (ask(request, pid, addr, &word) < 0)
			return -1;
		errno = 0;
		return word;
	}
	int is_vector = request == PTRACE_SETREGSET && addr == (void *)NT_X86_XSTATE;
	if (is_vector && takes_whole)
		return set_whole(pid, addr, data);
	long result = ask(request, pid, addr, data);
	if (result == 0 || !is_vector || errno != EFAULT)
		return result;
	takes_whole = 1;
	return set_whole(pid, addr, data);
}
