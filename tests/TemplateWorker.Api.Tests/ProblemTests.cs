using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Problems;
using TemplateWorker.Storage;
using TemplateWorker.Supervision.Calls;

namespace TemplateWorker.Api.Tests;

public sealed class ProblemTests
{
    [Theory]
    [InlineData(nameof(DispatchRefusal.TenantBanned), 403, "tenant_banned")]
    [InlineData(nameof(DispatchRefusal.QueueFull), 429, "queue_full")]
    [InlineData(nameof(DispatchRefusal.WorkerLost), 503, "worker_lost")]
    [InlineData(nameof(DispatchRefusal.NoWorkerReady), 503, "no_worker_ready")]
    [InlineData(nameof(DispatchRefusal.Draining), 503, "draining")]
    [InlineData(nameof(DispatchRefusal.TenantResting), 503, "tenant_resting")]
    [InlineData(nameof(DispatchRefusal.DeadlineExceeded), 504, "deadline_exceeded")]
    [InlineData(nameof(DispatchRefusal.StorageUnavailable), 503, "storage_unavailable")]
    [InlineData(nameof(DispatchRefusal.IdempotencyKeyReused), 422, "idempotency_key_reused")]
    public void Each_refusal_has_its_status(string refusal, int status, string name)
    {
        var problem = RefusalProblem.Of(Enum.Parse<DispatchRefusal>(refusal), "Why.", TimeSpan.FromSeconds(1));

        problem.Status.ShouldBe(status);
        problem.Kind.Type.ShouldBe($"urn:template-worker:problem:{name}");
        (problem.Detail == "Why.").ShouldBe(refusal != nameof(DispatchRefusal.StorageUnavailable), "the words about a database are for the operator");
    }

    [Fact]
    public void No_refusal_is_without_a_problem()
    {
        foreach (var refusal in Enum.GetValues<DispatchRefusal>())
        {
            RefusalProblem.Of(refusal, "", null).Status.ShouldBeGreaterThanOrEqualTo(400);
        }
    }

    [Theory]
    [InlineData(1, "1")]
    [InlineData(1_001, "2")]
    [InlineData(30_000, "30")]
    public void The_time_to_wait_is_told_in_whole_seconds_at_least_one(int milliseconds, string expected)
    {
        var headers = new HeaderDictionary();

        RefusalProblem.Of(DispatchRefusal.QueueFull, "", TimeSpan.FromMilliseconds(milliseconds)).AddHeaders(headers);

        headers["Retry-After"].ToString().ShouldBe(expected);
    }

    [Fact]
    public void Without_a_time_to_wait_there_is_no_header()
    {
        var headers = new HeaderDictionary();

        RefusalProblem.Of(DispatchRefusal.TenantBanned, "", null).AddHeaders(headers);

        headers.ShouldBeEmpty();
    }

    [Fact]
    public void A_problem_has_the_standard_members_and_its_own()
    {
        var json = Write(new Problem(
            ProblemKinds.BadJson, "Why.", new ProblemMember("limit", 5), new ProblemMember("reason", "x"), new ProblemMember(new JsonPosition(2, 3, 9))));

        json["type"]!.GetValue<string>().ShouldBe("urn:template-worker:problem:bad_json");
        json["title"]!.GetValue<string>().ShouldBe(ProblemKinds.BadJson.Title);
        json["status"]!.GetValue<int>().ShouldBe(400);
        json["detail"]!.GetValue<string>().ShouldBe("Why.");
        json["limit"]!.GetValue<int>().ShouldBe(5);
        json["reason"]!.GetValue<string>().ShouldBe("x");
        json["position"]!.ToJsonString().ShouldBe("""{"line":2,"column":3,"byte":9}""");
    }

    [Fact]
    public void A_long_value_is_shown_cut()
    {
        var json = Write(Problem.BrokenRule("name", new string('x', 5_000), "must be short"));

        json["value"]!.GetValue<string>().ShouldBe(new string('x', 100) + "…");
        json["detail"]!.GetValue<string>().Length.ShouldBeLessThan(200);
    }

    [Fact]
    public void Names_and_types_of_problems_are_distinct()
    {
        ProblemKinds.All.Select(kind => kind.Name).ShouldBeUnique();
        ProblemKinds.All.Select(kind => kind.Status).ShouldBeInOrder();
        typeof(ProblemKinds).GetFields().Length.ShouldBe(ProblemKinds.All.Count);
    }

    [Theory]
    [InlineData(StorageFault.ConnectionRefused, 503, "storage_unavailable")]
    [InlineData(StorageFault.PoolExhausted, 503, "storage_unavailable")]
    [InlineData(StorageFault.ValueRefused, 400, "value_refused")]
    [InlineData(StorageFault.ConstraintViolated, 400, "value_refused")]
    [InlineData(StorageFault.AuthenticationFailed, 500, "internal_error")]
    [InlineData(StorageFault.ReadOnly, 503, "storage_unavailable")]
    public void A_database_that_fails_is_told_without_its_message(StorageFault fault, int status, string name)
    {
        var problem = StorageProblem.Of(new StorageException(fault, "db.internal:5432 refused the role app"));

        problem.Status.ShouldBe(status);
        problem.Kind.Name.ShouldBe(name);
        problem.Detail.ShouldNotContain("db.internal");
        (problem.RetryAfter is not null).ShouldBe(status == 503);
    }

    private static JsonNode Write(Problem problem)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            problem.Write(writer);
        }

        return JsonNode.Parse(Encoding.UTF8.GetString(stream.ToArray()))!;
    }
}
