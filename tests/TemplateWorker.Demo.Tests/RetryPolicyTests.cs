using System.Net;
using TemplateWorker.Demo.Api;
using TemplateWorker.Demo.Sending;

namespace TemplateWorker.Demo.Tests;

public sealed class RetryPolicyTests
{
    [Fact]
    public void An_answer_is_not_repeated()
    {
        RetryPolicy.DelayAfter(new EventReply.Accepted(new AcceptedAnswer(Guid.Empty, 2)), 1).ShouldBeNull();
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public void A_refusal_for_the_moment_is_repeated_when_the_server_says(HttpStatusCode status)
    {
        RetryPolicy.DelayAfter(Refused(status, TimeSpan.FromSeconds(2)), 1).ShouldBe(TimeSpan.FromSeconds(2));
        RetryPolicy.DelayAfter(Refused(status, null), 1).ShouldBe(TimeSpan.FromMilliseconds(250));
        RetryPolicy.DelayAfter(Refused(status, TimeSpan.FromHours(1)), 1).ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public void A_refusal_for_good_is_not_repeated(HttpStatusCode status)
    {
        RetryPolicy.DelayAfter(Refused(status, TimeSpan.FromSeconds(1)), 1).ShouldBeNull();
    }

    [Fact]
    public void A_broken_connection_is_repeated_but_not_for_ever()
    {
        RetryPolicy.DelayAfter(new EventReply.Broken("reset"), RetryPolicy.MaxAttempts - 1).ShouldNotBeNull();
        RetryPolicy.DelayAfter(new EventReply.Broken("reset"), RetryPolicy.MaxAttempts).ShouldBeNull();
    }

    private static EventReply.Refused Refused(HttpStatusCode status, TimeSpan? retryAfter) => new(status, new Problem(), retryAfter);
}
