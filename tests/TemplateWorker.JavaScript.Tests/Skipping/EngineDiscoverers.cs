using Xunit.Abstractions;
using Xunit.Sdk;

namespace TemplateWorker.JavaScript.Tests.Skipping;

/// <summary>Finds tests that may be inherited: only the class that inherits one tells which engine it is for.</summary>
public sealed class EngineFactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions options, ITestMethod method, IAttributeInfo fact) =>
        new EngineTestCase(DiagnosticMessageSink, options, method, []);
}

/// <summary>The same with data, a test case for each row.</summary>
public sealed class EngineTheoryDiscoverer(IMessageSink messages) : TheoryDiscoverer(messages)
{
    protected override IEnumerable<IXunitTestCase> CreateTestCasesForDataRow(
        ITestFrameworkDiscoveryOptions options, ITestMethod method, IAttributeInfo theory, object[] row) =>
        [new EngineTestCase(DiagnosticMessageSink, options, method, row)];

    protected override IEnumerable<IXunitTestCase> CreateTestCasesForTheory(
        ITestFrameworkDiscoveryOptions options, ITestMethod method, IAttributeInfo theory) =>
        EngineTestCase.SkipReasonOf(method) is { } reason
            ? [new XunitSkippedDataRowTestCase(DiagnosticMessageSink, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method, reason)]
            : base.CreateTestCasesForTheory(options, method, theory);
}
