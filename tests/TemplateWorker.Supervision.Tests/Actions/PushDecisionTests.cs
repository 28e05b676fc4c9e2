using System.Net;
using System.Text;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Actions.Channels;
using TemplateWorker.Storage.Actions.Routes;
using TemplateWorker.Supervision.Actions;

namespace TemplateWorker.Supervision.Tests.Actions;

/// <summary>What decides about pushing, by numbers.</summary>
public sealed class PushDecisionTests
{
    private static readonly ActionRoute Route = new()
    {
        Name = "r",
        Type = "*",
        Url = "https://example.org",
        Secret = new Secret("0123456789abcdef"),
        Attempts = 3,
    };

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 0.5, 0.5)]
    [InlineData(2, 1, 2)]
    [InlineData(5, 1, 16)]
    [InlineData(15, 1, 16_384)]
    [InlineData(16, 1, 21_600)]
    [InlineData(100, 1, 21_600)]
    [InlineData(100, 0, 0)]
    public void The_wait_doubles_from_a_second_to_six_hours_with_full_jitter(int failures, double random, double seconds) =>
        PushBackoff.Delay(failures, random).TotalSeconds.ShouldBe(seconds);

    [Fact]
    public void A_breaker_opens_after_five_failures_in_a_row_and_closes_when_its_probe_succeeds()
    {
        var breaker = new CircuitBreaker();
        for (var failure = 1; failure < CircuitBreaker.MostFailures; failure++)
        {
            breaker.TryEnter(At(0)).ShouldBeTrue();
            breaker.Fail(At(0)).ShouldBeFalse();
        }

        breaker.Succeed().ShouldBeFalse("it was not open, but the count begins anew");
        for (var failure = 1; failure <= CircuitBreaker.MostFailures; failure++)
        {
            breaker.TryEnter(At(1)).ShouldBeTrue();
            breaker.Fail(At(1)).ShouldBe(failure == CircuitBreaker.MostFailures);
        }

        breaker.Fail(At(1)).ShouldBeFalse("it was sent before");
        breaker.Left(At(1.25)).ShouldBe(TimeSpan.FromSeconds(0.75));
        breaker.TryEnter(At(1.9)).ShouldBeFalse();
        breaker.TryEnter(At(2)).ShouldBeTrue("the probe");
        breaker.TryEnter(At(2)).ShouldBeFalse("one is enough");
        breaker.Fail(At(2)).ShouldBeFalse("it was open before");
        breaker.Left(At(2)).ShouldBe(TimeSpan.FromSeconds(2), "twice as long");
        breaker.TryEnter(At(4)).ShouldBeTrue();
        breaker.Succeed().ShouldBeTrue();
        breaker.TryEnter(At(4)).ShouldBeTrue();
        breaker.TryEnter(At(4)).ShouldBeTrue();
    }

    [Fact]
    public void A_breaker_waits_a_minute_at_most_and_a_probe_without_an_outcome_may_be_repeated()
    {
        var breaker = new CircuitBreaker();
        var now = 0d;
        for (var failure = 0; failure < 20; failure++)
        {
            breaker.TryEnter(At(now)).ShouldBeTrue();
            breaker.Fail(At(now));
            now += breaker.Left(At(now)).TotalSeconds;
        }

        breaker.TryEnter(At(now)).ShouldBeTrue();
        breaker.Abandon();
        breaker.TryEnter(At(now)).ShouldBeTrue();
        breaker.Fail(At(now));
        breaker.Left(At(now)).ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Requests_are_spaced_out_to_their_rate()
    {
        var pace = new RequestPace();
        pace.Take(null, At(0)).ShouldBe(TimeSpan.Zero);
        pace.Take(2, At(10)).ShouldBe(TimeSpan.Zero);
        pace.Take(2, At(10)).ShouldBe(TimeSpan.FromSeconds(0.4));
        pace.Take(2, At(10.4)).ShouldBe(TimeSpan.Zero);
        pace.Take(2, At(10.5)).ShouldBe(TimeSpan.FromSeconds(0.4));
        pace.Take(2, At(99)).ShouldBe(TimeSpan.Zero);
        pace.Take(2, At(99)).ShouldBe(TimeSpan.FromSeconds(0.4), "idle time is not saved up");
    }

    [Fact]
    public void A_signature_is_made_over_timestamp_and_body_with_each_secret()
    {
        // By: printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac 0123456789abcdef
        const string First = "v1=9eb18f493f8ec135d9eb2dad817c369bb4e9cbfa818657897a7437c1cd8c3a23";
        var both = ActionSignature.Of(1_700_000_000, Encoding.UTF8.GetBytes("{\"a\":1}"), new Secret("0123456789abcdef"), new Secret("fedcba9876543210"));

        both.ShouldBe($"{First},v1=b32c46cc98bca64571d8fd1f15c9c2c492dd6883b977ebc5c859dd995d9d12ea");
        ActionSignature.Of(1_700_000_000, Encoding.UTF8.GetBytes("{\"a\":1}"), new Secret("0123456789abcdef")).ShouldBe(First);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.32.0.0", true)]
    [InlineData("2606:4700::1", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2002:7f00:1::", false)]
    public void Only_addresses_of_the_public_internet_are_public(string address, bool isPublic) =>
        AddressRules.IsPublic(IPAddress.Parse(address)).ShouldBe(isPublic);

    [Theory]
    [InlineData(200, null, "Taken { }")]
    [InlineData(299, null, "Taken { }")]
    [InlineData(410, null, "Gone { }")]
    [InlineData(302, null, "Failed { Error = status 302: redirects are not followed, RetryAfter = , IsOfHost = False }")]
    [InlineData(404, null, "Failed { Error = status 404, RetryAfter = , IsOfHost = False }")]
    [InlineData(429, 7, "Failed { Error = status 429, RetryAfter = 00:00:07, IsOfHost = True }")]
    [InlineData(500, null, "Failed { Error = status 500, RetryAfter = , IsOfHost = True }")]
    [InlineData(503, -1, "Failed { Error = status 503, RetryAfter = 00:00:00, IsOfHost = True }")]
    [InlineData(503, 100_000_000, "Failed { Error = status 503, RetryAfter = 1.00:00:00, IsOfHost = True }")]
    public void A_status_says_what_came_of_a_request(int status, int? retryAfter, string result) =>
        PushResult.Of((HttpStatusCode)status, retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null).ToString().ShouldBe(result);

    [Fact]
    public void What_was_taken_is_removed_and_the_next_may_follow() =>
        Decide(Route, new PushResult.Taken(), 0, 0).ShouldBe("Taken Taken -");

    [Fact]
    public void What_failed_holds_its_channel_for_the_back_off_or_as_long_as_the_receiver_asks()
    {
        Decide(Route, new PushResult.Failed("e", null, true), 1, 0).ShouldBe("Retry Retry 00:00:01");
        Decide(Route, new PushResult.Failed("e", TimeSpan.FromMinutes(2), true), 0, 0).ShouldBe("Retry Retry 00:02:00");
    }

    [Fact]
    public void After_the_last_attempt_an_action_is_given_up_and_the_next_may_follow()
    {
        Decide(Route, new PushResult.Failed("e", null, true), 2, 2).ShouldBe("Dead Dead -");
        Decide(Route, new PushResult.Failed("e", null, true), 2, 0).ShouldBe("Dead Retry 00:00:00.5000000");
    }

    [Fact]
    public void Without_order_what_failed_makes_room_for_the_next() =>
        Decide(Route with { IsStrict = false }, new PushResult.Failed("e", null, true), 0, 2).ShouldBe("Later Dead -");

    [Fact]
    public void A_receiver_that_wants_no_more_changes_nothing() =>
        Decide(Route, new PushResult.Gone(), 2, 0).ShouldBe("00:00:00");

    private static string Decide(ActionRoute route, PushResult result, params int[] attempts)
    {
        var (ends, wait) = PushRules.Decide(route, [.. attempts.Select(Action)], result, random: 0.5);
        return string.Join(' ', [.. ends.Select(end => end.GetType().Name), wait?.ToString() ?? "-"]);
    }

    private static WaitingAction Action(int attempts) => new()
    {
        Id = Guid.NewGuid(),
        Template = "t",
        Type = "x",
        DataJson = "1",
        Position = 1,
        Attempts = attempts,
        SentAt = DateTimeOffset.UnixEpoch,
        RunId = Guid.Empty,
        EventId = Guid.Empty,
        Key = null,
    };

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
