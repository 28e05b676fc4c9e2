namespace TemplateWorker.JavaScript.Tests.Hostile;

/// <summary>What is known of single attacks, beside how they end.</summary>
internal static class KnownCosts
{
    // One call of a built-in function, or the unwinding of a stack of tens of thousands of native frames.
    private static readonly string[] Slow =
    [
        "return JSON.stringify(a).length;", "return a.flat(Infinity).length;", "return a.toString().length;", "let s = 'x'; for (;;) s += s;", "a.push(...a);",
        "Object.getOwnPropertyNames('x'.repeat(1e7))", "Object.getOwnPropertyDescriptors('x'.repeat(1e6))", "Object.assign({}, 'x'.repeat(1e7))", "{ ...'x'.repeat(1e7) }",
        "return JSON.stringify(o).length;", "for (let i = 0; i < 300; i++) console.log(m);", "Object.keys('x'.repeat(3e6))",
        "in new Uint8Array(3e6)", "new Intl.Segmenter('en', { granularity: 'word' }).segment(s)", "Array(1e6).fill('en')",
    ];

    // The runtime's pool of buffers, in which the interpreter builds texts, keeps the largest ones for up to a minute.
    private static readonly string[] Pooled =
    [
        "'\\ud83d\\ude00'.repeat(2 ** 26)", "'*'.repeat(2 ** 28)", "require('./' + ", "Array(1e5).fill('x'.repeat(1e5))",
        "Array(2 ** 16).fill('x'.repeat(2 ** 16))", "toHex()", "toBase64()",
    ];

    public static HostileScript Marked(HostileScript script) => script with
    {
        IsSlow = Slow.Any(part => script.Name.Contains(part, StringComparison.Ordinal)),
        KeepsBuffers = Pooled.Any(part => script.Name.Contains(part, StringComparison.Ordinal)),
    };
}
