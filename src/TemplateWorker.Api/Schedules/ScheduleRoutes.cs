using Microsoft.OpenApi;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.Schedules;

/// <summary>The routes of schedules.</summary>
internal static class ScheduleRoutes
{
    private const string Tag = "schedules";

    public static IReadOnlyList<ApiRoute> Of(SchedulesEndpoint schedules) =>
    [
        new ApiRoute
        {
            Method = "GET",
            Path = ApiPaths.Schedules,
            Access = RouteAccess.Tenant,
            Handler = schedules.ListAsync,
            Description = new RouteDescription
            {
                Id = "list_schedules",
                Tag = Tag,
                Summary = "Lists the tenant's schedules by name, page by page.",
                Parameters =
                [
                    new ParameterDescription(
                        SchedulesEndpoint.After, ParameterLocation.Query, ParameterType.Text,
                        "Only schedules behind this one: the `next_after` of the page before."),
                    new ParameterDescription(
                        SchedulesEndpoint.Limit, ParameterLocation.Query, ParameterType.Integer,
                        $"At most this many, 1 to {SchedulesEndpoint.MaxPage}. Default: {SchedulesEndpoint.DefaultPage}."),
                ],
                Answer = typeof(SchedulePageAnswer),
            },
        },
        new ApiRoute
        {
            Method = "GET",
            Path = ApiPaths.OneSchedule,
            Access = RouteAccess.Tenant,
            Handler = schedules.ReadAsync,
            Description = new RouteDescription
            {
                Id = "get_schedule",
                Tag = Tag,
                Summary = "Shows a schedule with its payload and its next time.",
                Answer = typeof(ScheduleAnswer),
                Problems = [ProblemKinds.UnknownSchedule],
            },
        },
        new ApiRoute
        {
            Method = "PUT",
            Path = ApiPaths.OneSchedule,
            Access = RouteAccess.Tenant,
            Handler = schedules.PutAsync,
            Description = new RouteDescription
            {
                Id = "put_schedule",
                Tag = Tag,
                Summary = "Stores a schedule, whatever was under its name before; it fires from now on.",
                Body = typeof(ScheduleBody),
                Answer = typeof(ScheduleAnswer),
                Problems = [ProblemKinds.TooManySchedules, ProblemKinds.ValueRefused],
            },
        },
        new ApiRoute
        {
            Method = "DELETE",
            Path = ApiPaths.OneSchedule,
            Access = RouteAccess.Tenant,
            Handler = schedules.DeleteAsync,
            Description = new RouteDescription
            {
                Id = "delete_schedule",
                Tag = Tag,
                Summary = "Removes a schedule. What it has fired already stays.",
                Status = 204,
                Problems = [ProblemKinds.UnknownSchedule],
            },
        },
    ];
}
