using System.Runtime.InteropServices;
using TemplateWorker.Sandbox;
using Processor = System.Runtime.InteropServices.Architecture;

namespace TemplateWorker.Tests.Sandbox;

/// <summary>The program that the kernel runs for each system call of a worker.</summary>
public sealed class FilterProgramTests
{
    private const int Self = 4711;
    private const uint X64 = 0xc000_003e, Arm64 = 0xc000_00b7, X86 = 0x4000_0003;
    private const int ReadOnly = 0, WriteOnly = 1, ReadWrite = 2, Create = 0x40, Truncate = 0x200, Append = 0x400, CloseOnExec = 0x8_0000;

    public static TheoryData<Processor> Processors { get; } = new(Processor.X64, Processor.Arm64);

    [Theory]
    [MemberData(nameof(Processors))]
    public void Each_rule_without_cases_decides_its_call_whatever_the_arguments(Processor processor)
    {
        foreach (var rule in FilterRules.Of(Self).Where(rule => rule.Cases.Length == 0 && Number(processor, rule.Call) is not null))
        {
            Verdict(processor, rule.Call.Name).ShouldBe(rule.Otherwise, rule.Call.Name);
            Verdict(processor, rule.Call.Name, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue).ShouldBe(rule.Otherwise, rule.Call.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void What_no_rule_names_is_allowed(Processor processor)
    {
        var named = FilterRules.Of(Self).Select(rule => Number(processor, rule.Call)).OfType<int>().ToHashSet();
        for (var number = 0; number < FilterRules.FirstUnknown; number++)
        {
            if (!named.Contains(number))
            {
                Run(processor, (uint)number).ShouldBe(FilterVerdict.Allow, $"{number}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void Calls_that_are_later_than_the_list_and_those_of_the_x32_interface_do_not_exist(Processor processor)
    {
        foreach (var number in (ReadOnlySpan<uint>)[FilterRules.FirstUnknown, 469, 1_000, 0x4000_0000 + 59, uint.MaxValue])
        {
            Run(processor, number).ShouldBe(FilterVerdict.NotImplemented, $"{number}");
        }
    }

    [Theory]
    [InlineData(Processor.X64, Arm64)]
    [InlineData(Processor.X64, X86)]
    [InlineData(Processor.Arm64, X64)]
    public void Calls_of_another_architecture_are_not_permitted(Processor processor, uint other) =>
        FilterMachine.Run(FilterProgram.Compile(processor, Self), other, 0).ShouldBe(FilterVerdict.NotPermitted);

    [Theory]
    [InlineData(ReadOnly, FilterVerdict.Allow)]
    [InlineData(ReadOnly | CloseOnExec, FilterVerdict.Allow)]
    [InlineData(WriteOnly, FilterVerdict.AccessDenied)]
    [InlineData(WriteOnly | Append, FilterVerdict.AccessDenied)]
    [InlineData(ReadWrite | CloseOnExec, FilterVerdict.AccessDenied)]
    [InlineData(ReadOnly | Create, FilterVerdict.AccessDenied)]
    [InlineData(ReadOnly | Truncate, FilterVerdict.AccessDenied)]
    [InlineData(3, FilterVerdict.AccessDenied)]
    public void A_file_is_opened_for_reading_only(int flags, object verdict)
    {
        Verdict(Processor.X64, "open", 1, (ulong)flags).ShouldBe(verdict);
        Verdict(Processor.X64, "openat", 1, 1, (ulong)flags).ShouldBe(verdict);
        Verdict(Processor.Arm64, "openat", 1, 1, (ulong)flags).ShouldBe(verdict);
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void A_thread_is_created_and_a_process_or_namespace_is_not(Processor processor)
    {
        // What pthread_create of glibc passes, what fork passes, and a thread in a namespace of its own.
        Verdict(processor, "clone", 0x3d_0f00).ShouldBe(FilterVerdict.Allow);
        Verdict(processor, "clone", 0x0120_0011).ShouldBe(FilterVerdict.NotPermitted);
        Verdict(processor, "clone", 0x3d_0f00 | 0x4000_0000).ShouldBe(FilterVerdict.NotPermitted);
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void A_process_signals_itself_alone(Processor processor)
    {
        foreach (var call in (ReadOnlySpan<string>)["kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo"])
        {
            Verdict(processor, call, Self).ShouldBe(FilterVerdict.Allow, call);
            Verdict(processor, call, Self | (1UL << 32)).ShouldBe(FilterVerdict.Allow, call);
            Verdict(processor, call, 1).ShouldBe(FilterVerdict.NotPermitted, call);
            Verdict(processor, call, 0).ShouldBe(FilterVerdict.NotPermitted, call);
            Verdict(processor, call, unchecked((ulong)-Self)).ShouldBe(FilterVerdict.NotPermitted, call);
        }

        Verdict(processor, "prlimit64", 0).ShouldBe(FilterVerdict.Allow);
        Verdict(processor, "prlimit64", 1).ShouldBe(FilterVerdict.NotPermitted);
    }

    [Theory]
    [InlineData(1, 1 | 0x8_0000, 0, FilterVerdict.Allow)]
    [InlineData(2, 1 | 0x800, 6, FilterVerdict.Allow)]
    [InlineData(10, 2, 17, FilterVerdict.Allow)]
    [InlineData(16, 3, 0, FilterVerdict.Allow)]
    [InlineData(16, 3, 12, FilterVerdict.NotPermitted)]
    [InlineData(2, 3, 1, FilterVerdict.NotPermitted)]
    [InlineData(17, 3, 0, FilterVerdict.NotPermitted)]
    [InlineData(38, 5, 0, FilterVerdict.NotPermitted)]
    [InlineData(40, 1, 0, FilterVerdict.NotPermitted)]
    public void Sockets_are_those_of_a_client_of_the_database(int family, int type, int protocol, object verdict)
    {
        Verdict(Processor.X64, "socket", (ulong)family, (ulong)type, (ulong)protocol).ShouldBe(verdict);
        Verdict(Processor.Arm64, "socket", (ulong)family, (ulong)type, (ulong)protocol).ShouldBe(verdict);
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void Nothing_is_typed_into_the_terminal(Processor processor)
    {
        Verdict(processor, "ioctl", 0, 0x5412).ShouldBe(FilterVerdict.NotPermitted);
        Verdict(processor, "ioctl", 0, 0x541c).ShouldBe(FilterVerdict.NotPermitted);
        Verdict(processor, "ioctl", 0, 0x5413).ShouldBe(FilterVerdict.Allow);
    }

    [Theory]
    [MemberData(nameof(Processors))]
    public void A_program_is_within_the_kernels_bounds(Processor processor)
    {
        const int most = 4_096;

        FilterProgram.Compile(processor, Self).Length.ShouldBeLessThan(most);
        Marshal.SizeOf<FilterInstruction>().ShouldBe(8);
    }

    [Fact]
    public void There_is_a_list_for_x64_and_arm64_only()
    {
        FilterProgram.Supports(Processor.X64).ShouldBeTrue();
        FilterProgram.Supports(Processor.Arm64).ShouldBeTrue();
        FilterProgram.Supports(Processor.S390x).ShouldBeFalse();
    }

    private static FilterVerdict Verdict(Processor processor, string call, params ulong[] arguments) =>
        Run(processor, (uint)Number(processor, FilterRules.Of(Self).Single(rule => rule.Call.Name == call).Call)!.Value, arguments);

    private static FilterVerdict Run(Processor processor, uint number, params ulong[] arguments) =>
        FilterMachine.Run(FilterProgram.Compile(processor, Self), processor == Processor.X64 ? X64 : Arm64, number, arguments);

    private static int? Number(Processor processor, SystemCall call) => processor == Processor.X64 ? call.X64 : call.Arm64;
}
