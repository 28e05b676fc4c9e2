using Xunit.Sdk;

namespace TemplateWorker.JavaScript.Tests.Skipping;

/// <summary>A test of an engine; skipped where the test class is one of JavaScriptCore and the library is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("TemplateWorker.JavaScript.Tests.Skipping.EngineFactDiscoverer", "TemplateWorker.JavaScript.Tests")]
public sealed class EngineFactAttribute : FactAttribute;

/// <summary>The same with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("TemplateWorker.JavaScript.Tests.Skipping.EngineTheoryDiscoverer", "TemplateWorker.JavaScript.Tests")]
public sealed class EngineTheoryAttribute : TheoryAttribute;
