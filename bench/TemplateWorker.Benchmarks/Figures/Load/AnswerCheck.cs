using System.Text;

namespace TemplateWorker.Benchmarks.Figures.Load;

/// <summary>An answer that is not what was asked for makes every figure of the run worthless, so it ends it.</summary>
internal static class AnswerCheck
{
    /// <exception cref="InvalidDataException">The answer is not a good one; the message quotes it.</exception>
    public static void Require(ClientConnection connection, LoadPlan plan)
    {
        if (connection.Head.Status != plan.Status || connection.Body.IndexOf(plan.Proof.Span) < 0)
        {
            throw new InvalidDataException($"An answer has the status {connection.Head.Status} and the body {Encoding.UTF8.GetString(connection.Body)}");
        }
    }
}
