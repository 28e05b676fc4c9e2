namespace TemplateWorker.Sandbox;

/// <summary>
/// What a worker may not ask of the kernel. Numbers are those of <c>asm/unistd_64.h</c> (x64) and <c>asm-generic/unistd.h</c> (arm64).
/// </summary>
internal static class FilterRules
{
    /// <summary>Numbers from here on are later than this list and do not exist for a worker.</summary>
    public const int FirstUnknown = 457;

    private const uint WholeWord = uint.MaxValue;

    // open(2): O_WRONLY, O_RDWR, O_CREAT, O_TRUNC.
    private const uint Writing = 0x3 | 0x40 | 0x200;

    // clone(2): CLONE_THREAD, and the flags that make a namespace (CLONE_NEWNS to CLONE_NEWNET).
    private const uint NewThread = 0x1_0000;
    private const uint NewNamespace = 0x7e02_0000;

    // socket(2): families, and the types without SOCK_NONBLOCK and SOCK_CLOEXEC.
    private const uint Unix = 1, Internet = 2, Internet6 = 10, Netlink = 16;
    private const uint KindOfSocket = 0xf, Stream = 1, Datagram = 2;

    // ioctl(2): both type into the terminal that the operator started the program from.
    private const uint TypeIntoTerminal = 0x5412, PasteIntoTerminal = 0x541c;

    /// <summary>New programs and processes, other processes, and listening.</summary>
    private static readonly SystemCall[] Processes =
    [
        new("execve", 59, 221), new("execveat", 322, 281), new("fork", 57, null), new("vfork", 58, null),
        new("ptrace", 101, 117), new("process_vm_readv", 310, 270), new("process_vm_writev", 311, 271), new("kcmp", 312, 272),
        new("pidfd_open", 434, 434), new("pidfd_getfd", 438, 438), new("pidfd_send_signal", 424, 424), new("tkill", 200, 130),
        new("process_madvise", 440, 440), new("process_mrelease", 448, 448), new("migrate_pages", 256, 238), new("move_pages", 279, 239),
        new("setpriority", 141, 140), new("ioprio_set", 251, 30), new("sched_setscheduler", 144, 119), new("sched_setparam", 142, 118),
        new("sched_setattr", 314, 274),
        new("bind", 49, 200), new("listen", 50, 201), new("accept", 43, 202), new("accept4", 288, 242),
        new("shmget", 29, 194), new("shmat", 30, 196), new("shmctl", 31, 195), new("semget", 64, 190), new("semop", 65, 193),
        new("semtimedop", 220, 192), new("semctl", 66, 191), new("msgget", 68, 186), new("msgsnd", 69, 189), new("msgrcv", 70, 188),
        new("msgctl", 71, 187), new("mq_open", 240, 180), new("mq_unlink", 241, 181),
    ];

    /// <summary>The machine, its namespaces and mounts, and parts of the kernel that had many faults.</summary>
    private static readonly SystemCall[] Machine =
    [
        new("mount", 165, 40), new("umount2", 166, 39), new("pivot_root", 155, 41), new("chroot", 161, 51), new("mount_setattr", 442, 442),
        new("move_mount", 429, 429), new("open_tree", 428, 428), new("fsopen", 430, 430), new("fsconfig", 431, 431),
        new("fsmount", 432, 432), new("fspick", 433, 433), new("unshare", 272, 97), new("setns", 308, 268),
        new("bpf", 321, 280), new("perf_event_open", 298, 241), new("userfaultfd", 323, 282),
        new("keyctl", 250, 219), new("add_key", 248, 217), new("request_key", 249, 218),
        new("init_module", 175, 105), new("finit_module", 313, 273), new("delete_module", 176, 106),
        new("kexec_load", 246, 104), new("kexec_file_load", 320, 294), new("reboot", 169, 142),
        new("swapon", 167, 224), new("swapoff", 168, 225), new("acct", 163, 89), new("quotactl", 179, 60), new("quotactl_fd", 443, 443),
        new("lookup_dcookie", 212, 18), new("syslog", 103, 116), new("vhangup", 153, 58), new("personality", 135, 92),
        new("settimeofday", 164, 170), new("clock_settime", 227, 112), new("adjtimex", 159, 171), new("clock_adjtime", 305, 266),
        new("sethostname", 170, 161), new("setdomainname", 171, 162),
        new("iopl", 172, null), new("ioperm", 173, null), new("modify_ldt", 154, null), new("uselib", 134, null),
        new("fanotify_init", 300, 262), new("fanotify_mark", 301, 263), new("open_by_handle_at", 304, 265),
        new("setuid", 105, 146), new("setgid", 106, 144), new("setreuid", 113, 145), new("setregid", 114, 143),
        new("setresuid", 117, 147), new("setresgid", 119, 149), new("setgroups", 116, 159), new("setfsuid", 122, 151),
        new("setfsgid", 123, 152), new("capset", 126, 91),
    ];

    /// <summary>What changes files without opening them for writing.</summary>
    private static readonly SystemCall[] Files =
    [
        new("creat", 85, null), new("truncate", 76, 45), new("unlink", 87, null), new("unlinkat", 263, 35),
        new("rename", 82, null), new("renameat", 264, 38), new("renameat2", 316, 276), new("link", 86, null), new("linkat", 265, 37),
        new("symlink", 88, null), new("symlinkat", 266, 36), new("mkdir", 83, null), new("mkdirat", 258, 34), new("rmdir", 84, null),
        new("mknod", 133, null), new("mknodat", 259, 33),
        new("chmod", 90, null), new("fchmod", 91, 52), new("fchmodat", 268, 53),
        new("chown", 92, null), new("fchown", 93, 55), new("lchown", 94, null), new("fchownat", 260, 54),
        new("utime", 132, null), new("utimes", 235, null), new("utimensat", 280, 88), new("futimesat", 261, null),
        new("setxattr", 188, 5), new("lsetxattr", 189, 6), new("fsetxattr", 190, 7),
        new("removexattr", 197, 14), new("lremovexattr", 198, 15), new("fremovexattr", 199, 16),
    ];

    /// <summary>Calls whose arguments lie in memory, where a filter cannot see them; each has an older one that the C library uses instead.</summary>
    private static readonly SystemCall[] Opaque =
    [
        new("openat2", 437, 437), new("clone3", 435, 435), new("fchmodat2", 452, 452),
        new("io_uring_setup", 425, 425), new("io_uring_enter", 426, 426), new("io_uring_register", 427, 427),
    ];

    /// <param name="processId">The process that the filter is for: it may signal itself and no other one.</param>
    public static IReadOnlyList<FilterRule> Of(int processId) =>
    [
        .. Processes.Concat(Machine).Select(call => new FilterRule(call, FilterVerdict.NotPermitted)),
        .. Files.Select(call => new FilterRule(call, FilterVerdict.AccessDenied)),
        .. Opaque.Select(call => new FilterRule(call, FilterVerdict.NotImplemented)),
        ReadingOnly(new SystemCall("open", 2, null), flags: 1),
        ReadingOnly(new SystemCall("openat", 257, 56), flags: 2),
        AllowedFor(new SystemCall("clone", 56, 220), new ArgumentCondition(0, NewThread | NewNamespace, NewThread)),
        AllowedFor(new SystemCall("kill", 62, 129), Self(processId)),
        AllowedFor(new SystemCall("tgkill", 234, 131), Self(processId)),
        AllowedFor(new SystemCall("rt_sigqueueinfo", 129, 138), Self(processId)),
        AllowedFor(new SystemCall("rt_tgsigqueueinfo", 297, 240), Self(processId)),
        AllowedFor(new SystemCall("prlimit64", 302, 261), Self(0)),
        new FilterRule(
            new SystemCall("ioctl", 16, 29),
            FilterVerdict.Allow,
            new FilterCase(FilterVerdict.NotPermitted, new ArgumentCondition(1, WholeWord, TypeIntoTerminal)),
            new FilterCase(FilterVerdict.NotPermitted, new ArgumentCondition(1, WholeWord, PasteIntoTerminal))),
        new FilterRule(
            new SystemCall("socket", 41, 198),
            FilterVerdict.NotPermitted,
            Socket(Unix, Stream), Socket(Unix, Datagram), Socket(Internet, Stream), Socket(Internet, Datagram),
            Socket(Internet6, Stream), Socket(Internet6, Datagram),
            // The C library asks for the machine's addresses before it connects to a name: protocol 0, NETLINK_ROUTE.
            new FilterCase(FilterVerdict.Allow, new ArgumentCondition(0, WholeWord, Netlink), new ArgumentCondition(2, WholeWord, 0))),
    ];

    private static FilterRule ReadingOnly(SystemCall call, int flags) => new(
        call, FilterVerdict.AccessDenied, new FilterCase(FilterVerdict.Allow, new ArgumentCondition(flags, Writing, 0)));

    private static FilterRule AllowedFor(SystemCall call, ArgumentCondition condition) =>
        new(call, FilterVerdict.NotPermitted, new FilterCase(FilterVerdict.Allow, condition));

    private static ArgumentCondition Self(int processId) => new(0, WholeWord, (uint)processId);

    private static FilterCase Socket(uint family, uint type) => new(
        FilterVerdict.Allow, new ArgumentCondition(0, WholeWord, family), new ArgumentCondition(1, KindOfSocket, type));
}
