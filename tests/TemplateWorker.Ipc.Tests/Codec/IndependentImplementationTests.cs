using System.Globalization;
using System.Text;
using MessagePack;
using TemplateWorker.Ipc.Codec;
using TemplateWorker.Ipc.Tests.Support;

namespace TemplateWorker.Ipc.Tests.Codec;

public sealed class IndependentImplementationTests
{
    private const string PackScript = """
        import struct, sys, msgpack

        def value(kind, text):
            if kind == 'nil': return None
            if kind == 'bool': return text == 'True'
            if kind == 'int': return int(text)
            if kind == 'float': return struct.unpack('>d', bytes.fromhex(text))[0]
            if kind == 'str': return bytes.fromhex(text).decode('utf-8')
            if kind == 'bin': return bytes.fromhex(text)
            if kind == 'array': return [None] * int(text)
            if kind == 'map': return {i: i for i in range(int(text))}
            if kind == 'ext':
                code, _, data = text.partition(':')
                return msgpack.ExtType(int(code), bytes.fromhex(data))
            raise ValueError(kind)

        for line in sys.stdin:
            kind, _, text = line.rstrip('\n').partition(' ')
            if kind == 'ext' and int(text.partition(':')[0]) < 0:
                # ExtType accepts application types only; the module writes type -1 as a Timestamp.
                print(msgpack.packb(msgpack.Timestamp.from_bytes(bytes.fromhex(text.partition(':')[2]))).hex())
            else:
                print(msgpack.packb(value(kind, text), use_bin_type=True).hex())
        """;

    private const string RepackScript = """
        import sys, msgpack

        for line in sys.stdin:
            message = msgpack.unpackb(bytes.fromhex(line.strip()), raw=False, strict_map_key=True)
            print(message[0], len(message) - 1, msgpack.packb(message, use_bin_type=True).hex())
        """;

    [IndependentImplementationFact]
    public async Task Every_value_is_written_byte_for_byte_as_python_writes_it()
    {
        var vectors = Vectors().ToList();

        var answers = await IndependentImplementation.AnswerAsync(PackScript, [.. vectors.Select(vector => vector.Line)]);

        answers.Length.ShouldBe(vectors.Count);
        foreach (var (answer, (line, ours)) in answers.Zip(vectors))
        {
            (Convert.ToHexStringLower(ours) == answer).ShouldBeTrue($"differs for {line[..Math.Min(80, line.Length)]}");
        }
    }

    [IndependentImplementationFact]
    public async Task A_value_that_python_has_written_is_read_back_unchanged()
    {
        var vectors = Vectors().ToList();

        var answers = await IndependentImplementation.AnswerAsync(PackScript, [.. vectors.Select(vector => vector.Line)]);

        foreach (var (answer, (line, _)) in answers.Zip(vectors))
        {
            (Describe(Convert.FromHexString(answer)) == line).ShouldBeTrue($"differs for {line[..Math.Min(80, line.Length)]}");
        }
    }

    [IndependentImplementationFact]
    public async Task Python_reads_every_message_and_writes_the_same_bytes_again()
    {
        var payloads = Some.SupervisorMessages().Select(Wire.Encode).Concat(Some.WorkerMessages().Select(Wire.Encode)).ToList();

        var answers = await IndependentImplementation.AnswerAsync(RepackScript, [.. payloads.Select(Convert.ToHexStringLower)]);

        answers.Length.ShouldBe(payloads.Count);
        foreach (var (answer, payload) in answers.Zip(payloads))
        {
            answer.ShouldBe($"{payload[1]} {(payload[0] & 0x0f) - 1} {Convert.ToHexStringLower(payload)}");
            Enum.IsDefined((MessageCode)payload[1]).ShouldBeTrue();
        }
    }

    private static IEnumerable<(string Line, byte[] Ours)> Vectors()
    {
        yield return ("nil ", Wire.Payload(writer => writer.WriteNil()));
        yield return ("bool True", Wire.Raw((ref writer) => writer.Write(true)));
        yield return ("bool False", Wire.Raw((ref writer) => writer.Write(false)));
        foreach (var number in Integers())
        {
            yield return ($"int {number}", Wire.Payload(writer => writer.WriteInteger(number)));
        }

        foreach (var number in new[] { 1UL << 63, ulong.MaxValue })
        {
            yield return ($"int {number}", Wire.Payload(writer => writer.WriteInteger(number)));
        }

        foreach (var number in new[] { 0.0, -0.0, 1.5, double.MaxValue, double.Epsilon, double.NegativeInfinity })
        {
            var bits = BitConverter.DoubleToInt64Bits(number).ToString("x16", CultureInfo.InvariantCulture);
            yield return ($"float {bits}", Wire.Raw((ref writer) => writer.Write(number)));
        }

        foreach (var text in Texts())
        {
            yield return ($"str {Hex(Encoding.UTF8.GetBytes(text))}", Wire.Payload(writer => writer.WriteString(text)));
        }

        foreach (var length in new[] { 0, 1, 2, 3, 4, 8, 15, 16, 17, 31, 32, 255, 256, 65535, 65536 })
        {
            var bytes = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
            yield return ($"bin {Hex(bytes)}", Wire.Payload(writer => writer.WriteBinary(bytes)));
            yield return ($"ext 5:{Hex(bytes)}", Wire.Raw((ref writer) => writer.WriteExtensionFormat(new ExtensionResult(5, bytes))));
        }

        byte[] time = [0x12, 0x34, 0x56, 0x78];
        yield return ($"ext -1:{Hex(time)}", Wire.Raw((ref writer) => writer.WriteExtensionFormat(new ExtensionResult(-1, time))));
        foreach (var count in new[] { 0, 1, 15, 16, 65535, 65536 })
        {
            yield return ($"array {count}", Wire.Payload(writer => WriteNils(writer, count)));
            yield return ($"map {count}", Wire.Payload(writer => WriteSquare(writer, count)));
        }
    }

    private static IEnumerable<long> Integers()
    {
        long[] edges =
        [
            0, 31, 32, 127, 128, 255, 256, 32767, 32768, 65535, 65536, int.MaxValue, 1L << 31, uint.MaxValue, 1L << 32, long.MaxValue,
        ];
        return edges.SelectMany(edge => new[] { edge, -edge, -edge - 1 }).Distinct();
    }

    private static IEnumerable<string> Texts()
    {
        foreach (var length in new[] { 0, 1, 9, 10, 11, 30, 31, 32, 255, 256, 65535, 65536 })
        {
            yield return new string('x', length);
        }

        yield return "grüße";
        yield return "€€€€€€€€€€";
        yield return "👋👋👋👋👋👋👋👋";
        yield return new string('€', 85);
        yield return "\0\u007f\u0080\ufffd\uffff";
    }

    private static string Describe(byte[] bytes)
    {
        var reader = new ValueReader(bytes);
        var described = reader.NextType switch
        {
            MessagePackType.Nil => reader.TryReadNil() ? "nil " : "",
            MessagePackType.Boolean => $"bool {reader.ReadBoolean()}",
            MessagePackType.Integer when bytes[0] == MessagePackCode.UInt64 => $"int {reader.ReadUInt64()}",
            MessagePackType.Integer => $"int {reader.ReadInt64()}",
            MessagePackType.Float => $"float {BitConverter.DoubleToInt64Bits(reader.ReadFloat()):x16}",
            MessagePackType.String => $"str {Hex(Encoding.UTF8.GetBytes(reader.ReadString(int.MaxValue)))}",
            MessagePackType.Binary => $"bin {Hex(reader.ReadBinary(int.MaxValue))}",
            MessagePackType.Extension => $"{Extension(ref reader)}",
            MessagePackType.Array => $"array {ReadNils(ref reader)}",
            _ => $"map {ReadSquare(ref reader)}",
        };
        reader.ReadEnd();
        return described;
    }

    private static void WriteNils(ValueWriter writer, int count)
    {
        writer.WriteArrayHeader(count);
        for (var i = 0; i < count; i++)
        {
            writer.WriteNil();
        }
    }

    private static int ReadNils(ref ValueReader reader)
    {
        var count = reader.ReadArrayHeader(int.MaxValue);
        for (var i = 0; i < count; i++)
        {
            reader.TryReadNil().ShouldBeTrue();
        }

        return count;
    }

    private static void WriteSquare(ValueWriter writer, int count)
    {
        writer.WriteMapHeader(count);
        for (var i = 0; i < count; i++)
        {
            writer.WriteInteger(i);
            writer.WriteInteger(i);
        }
    }

    private static int ReadSquare(ref ValueReader reader)
    {
        var count = reader.ReadMapHeader(int.MaxValue);
        for (var i = 0; i < count; i++)
        {
            reader.ReadInt64().ShouldBe(i);
            reader.ReadInt64().ShouldBe(i);
        }

        return count;
    }

    private static string Extension(ref ValueReader reader)
    {
        var bytes = reader.ReadExtension(int.MaxValue, out var type);
        return $"ext {type}:{Hex(bytes)}";
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
