namespace TemplateWorker.Sandbox;

/// <summary>What the kernel does with a system call: the value that a filter returns, as in <c>linux/seccomp.h</c>.</summary>
internal enum FilterVerdict : uint
{
    /// <summary>The call is made.</summary>
    Allow = 0x7fff_0000,

    /// <summary>It fails with EPERM: the process has no use for it.</summary>
    NotPermitted = 0x0005_0000 | 1,

    /// <summary>It fails with EACCES: it would change a file.</summary>
    AccessDenied = 0x0005_0000 | 13,

    /// <summary>It fails with ENOSYS, as on an older kernel, so that the C library makes the call that it replaces.</summary>
    NotImplemented = 0x0005_0000 | 38,
}
