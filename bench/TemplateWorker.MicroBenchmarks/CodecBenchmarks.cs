using BenchmarkDotNet.Attributes;
using TemplateWorker.MeasuredOperations;

namespace TemplateWorker.MicroBenchmarks;

/// <summary>What does a message between supervisor and worker cost?</summary>
[MemoryDiagnoser]
public class CodecBenchmarks
{
    private readonly MeasuredOperation _encodeDispatch = Operations.ByName["encode Dispatch"]();
    private readonly MeasuredOperation _decodeDispatch = Operations.ByName["decode Dispatch"]();
    private readonly MeasuredOperation _encodeDeliveries = Operations.ByName["encode HandDeliveries of 16"]();
    private readonly MeasuredOperation _decodeDeliveries = Operations.ByName["decode HandDeliveries of 16"]();
    private readonly MeasuredOperation _encodeHeartbeat = Operations.ByName["encode Heartbeat"]();
    private readonly MeasuredOperation _decodeHeartbeat = Operations.ByName["decode Heartbeat"]();

    [Benchmark]
    public void EncodeDispatch() => _encodeDispatch.Run();

    [Benchmark]
    public void DecodeDispatch() => _decodeDispatch.Run();

    [Benchmark]
    public void EncodeHandDeliveries() => _encodeDeliveries.Run();

    [Benchmark]
    public void DecodeHandDeliveries() => _decodeDeliveries.Run();

    [Benchmark]
    public void EncodeHeartbeat() => _encodeHeartbeat.Run();

    [Benchmark]
    public void DecodeHeartbeat() => _decodeHeartbeat.Run();
}
