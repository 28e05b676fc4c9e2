using MessagePack;
using TemplateWorker.Ipc.Codec;
using TemplateWorker.Ipc.Tests.Support;

namespace TemplateWorker.Ipc.Tests.Codec;

public sealed class ValueReaderTests
{
    [Theory]
    [InlineData("05", 5)]
    [InlineData("cc05", 5)]
    [InlineData("cd0005", 5)]
    [InlineData("ce00000005", 5)]
    [InlineData("cf0000000000000005", 5)]
    [InlineData("d005", 5)]
    [InlineData("d10005", 5)]
    [InlineData("d200000005", 5)]
    [InlineData("d30000000000000005", 5)]
    [InlineData("e0", -32)]
    [InlineData("ff", -1)]
    [InlineData("d0fb", -5)]
    [InlineData("d1fffb", -5)]
    [InlineData("d2fffffffb", -5)]
    [InlineData("d3fffffffffffffffb", -5)]
    [InlineData("d38000000000000000", long.MinValue)]
    [InlineData("cf7fffffffffffffff", long.MaxValue)]
    public void An_integer_is_read_in_every_width(string hex, long expected)
    {
        var reader = new ValueReader(Convert.FromHexString(hex));

        reader.NextType.ShouldBe(MessagePackType.Integer);
        reader.ReadInt64().ShouldBe(expected);
        reader.Remaining.ShouldBe(0);
    }

    [Fact]
    public void An_integer_that_does_not_fit_is_refused()
    {
        FaultOf("cf8000000000000000", static (ref ValueReader reader) => reader.ReadInt64()).ShouldBe(IpcFault.OutOfBounds);
        FaultOf("ff", static (ref ValueReader reader) => reader.ReadUInt64()).ShouldBe(IpcFault.OutOfBounds);
        FaultOf("0b", static (ref ValueReader reader) => reader.ReadInt32(0, 10)).ShouldBe(IpcFault.OutOfBounds);
        FaultOf("ff", static (ref ValueReader reader) => reader.ReadInt32(0, 10)).ShouldBe(IpcFault.OutOfBounds);
    }

    [Fact]
    public void The_largest_unsigned_integer_is_read() =>
        new ValueReader(Convert.FromHexString("cfffffffffffffffff")).ReadUInt64().ShouldBe(ulong.MaxValue);

    [Fact]
    public void Floats_of_both_widths_are_read()
    {
        new ValueReader(Convert.FromHexString("ca3fc00000")).ReadFloat().ShouldBe(1.5);
        new ValueReader(Convert.FromHexString("cb3ff8000000000000")).ReadFloat().ShouldBe(1.5);
    }

    [Theory]
    [InlineData("a0")]
    [InlineData("d900")]
    [InlineData("da0000")]
    [InlineData("db00000000")]
    public void A_string_is_read_in_every_width(string hex) =>
        new ValueReader(Convert.FromHexString(hex)).ReadString(0).ShouldBe("");

    [Theory]
    [InlineData("a1ff")]
    [InlineData("a2c080")]
    [InlineData("a3eda080")]
    [InlineData("a4f4908080")]
    [InlineData("a1c3")]
    public void A_string_that_is_not_well_formed_utf8_is_refused(string hex) =>
        FaultOf(hex, static (ref ValueReader reader) => reader.ReadString(100)).ShouldBe(IpcFault.InvalidUtf8);

    [Theory]
    [InlineData("a4616263")]
    [InlineData("d9ff61")]
    [InlineData("daffff61")]
    [InlineData("db7fffffff61")]
    [InlineData("dbffffffff61")]
    public void A_string_longer_than_the_bytes_left_is_refused(string hex) =>
        FaultOf(hex, static (ref ValueReader reader) => reader.ReadString(int.MaxValue))
            .ShouldBeOneOf(IpcFault.Truncated, IpcFault.OutOfBounds);

    [Fact]
    public void A_string_a_byte_longer_than_its_bound_is_refused()
    {
        new ValueReader(Convert.FromHexString("a3616263")).ReadString(3).ShouldBe("abc");
        FaultOf("a3616263", static (ref ValueReader reader) => reader.ReadString(2)).ShouldBe(IpcFault.OutOfBounds);
    }

    [Fact]
    public void A_binary_a_byte_longer_than_its_bound_is_refused()
    {
        new ValueReader(Convert.FromHexString("c403616263")).ReadBinary(3).ToArray().ShouldBe("abc"u8.ToArray());
        FaultOf("c403616263", static (ref ValueReader reader) => reader.ReadBinary(2).Length).ShouldBe(IpcFault.OutOfBounds);
        FaultOf("c6ffffffff61", static (ref ValueReader reader) => reader.ReadBinary(100).Length).ShouldBe(IpcFault.OutOfBounds);
    }

    [Theory]
    [InlineData("9f")]
    [InlineData("dc0002c0")]
    [InlineData("dd7fffffffc0")]
    public void An_array_of_more_values_than_bytes_left_is_refused(string hex) =>
        FaultOf(hex, static (ref ValueReader reader) => reader.ReadArrayHeader(int.MaxValue)).ShouldBe(IpcFault.Truncated);

    [Theory]
    [InlineData("8201c0c0")]
    [InlineData("de000201c0c0")]
    [InlineData("df7fffffff01c0")]
    public void A_map_with_too_few_bytes_left_for_its_pairs_is_refused(string hex) =>
        FaultOf(hex, static (ref ValueReader reader) => reader.ReadMapHeader(int.MaxValue)).ShouldBe(IpcFault.Truncated);

    [Fact]
    public void The_code_that_messagepack_never_uses_is_refused()
    {
        FaultOfSkipping("c1").ShouldBe(IpcFault.WrongType);
        FaultOf("c1", static (ref ValueReader reader) => reader.ReadInt64()).ShouldBe(IpcFault.WrongType);
    }

    [Theory]
    [InlineData("c0")]
    [InlineData("c2")]
    [InlineData("2a")]
    [InlineData("ca00000000")]
    [InlineData("a161")]
    [InlineData("c40161")]
    [InlineData("91c0")]
    [InlineData("81c0c0")]
    [InlineData("d40161")]
    public void A_value_of_another_type_is_refused_by_every_method_but_its_own(string hex)
    {
        var refusals = new[]
        {
            FaultOf(hex, static (ref ValueReader reader) => reader.TryReadNil() ? 0 : throw new IpcException(IpcFault.WrongType, "")),
            FaultOf(hex, static (ref ValueReader reader) => reader.ReadBoolean()),
            FaultOf(hex, static (ref ValueReader reader) => reader.ReadInt64()),
            FaultOf(hex, static (ref ValueReader reader) => reader.ReadFloat()),
            FaultOf(hex, static (ref ValueReader reader) => reader.ReadString(9)),
            FaultOf(hex, static (ref ValueReader reader) => reader.ReadBinary(9).Length),
            FaultOf(hex, static (ref ValueReader reader) => reader.ReadArrayHeader(9)),
            FaultOf(hex, static (ref ValueReader reader) => reader.ReadMapHeader(9)),
            FaultOf(hex, static (ref ValueReader reader) => reader.ReadExtension(9, out _).Length),
        };

        refusals.Count(fault => fault is null).ShouldBe(1);
        refusals.Count(fault => fault is IpcFault.WrongType).ShouldBe(refusals.Length - 1);
    }

    [Theory]
    [InlineData("c0")]
    [InlineData("c3")]
    [InlineData("cfffffffffffffffff")]
    [InlineData("d38000000000000000")]
    [InlineData("cb3ff8000000000000")]
    [InlineData("a2c080")]
    [InlineData("c40161")]
    [InlineData("c70205c0c0")]
    [InlineData("9201c0")]
    [InlineData("8101c0")]
    public void A_value_of_any_type_is_skipped(string hex) =>
        FaultOf(hex, static (ref ValueReader reader) =>
        {
            reader.Skip();
            reader.ReadEnd();
            return 0;
        }).ShouldBeNull();

    [Fact]
    public void Values_nested_to_the_limit_are_skipped_and_values_nested_deeper_are_refused()
    {
        static string Nested(int depth) => string.Concat(Enumerable.Repeat("91", depth - 1)) + "c0";

        FaultOfSkipping(Nested(ValueReader.MaxDepth)).ShouldBeNull();
        FaultOfSkipping(Nested(ValueReader.MaxDepth + 1)).ShouldBe(IpcFault.TooDeep);
        FaultOfSkipping(Nested(100_000)).ShouldBe(IpcFault.TooDeep);
    }

    private static IpcFault? FaultOf<T>(string hex, Read<T> read)
    {
        var bytes = Convert.FromHexString(hex);
        return Wire.FaultOf(() =>
        {
            var reader = new ValueReader(bytes);
            read(ref reader);
        });
    }

    private static IpcFault? FaultOfSkipping(string hex) => FaultOf(hex, static (ref ValueReader reader) =>
    {
        reader.Skip();
        return reader.Remaining;
    });

    private delegate T Read<T>(ref ValueReader reader);
}
