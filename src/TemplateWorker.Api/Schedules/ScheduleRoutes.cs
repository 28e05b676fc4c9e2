using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.Schedules;

internal static class ScheduleRoutes
{
    private static readonly RouteGroup Routes = new("schedules", RouteAccess.Tenant);

    public static IReadOnlyList<ApiRoute> Of(SchedulesEndpoint schedules) =>
    [
        Routes.Get(ApiPaths.Schedules, schedules.ListAsync, "list_schedules", "Lists the tenant's schedules by name, page by page.")
            .With(
                ParameterDescription.Query(SchedulesEndpoint.After, "Only schedules after this one: the `next_after` of the previous page."),
                ParameterDescription.Query(
                    SchedulesEndpoint.Limit, ParameterType.Integer,
                    $"At most this many, 1 to {SchedulesEndpoint.MaxPage}. Default: {SchedulesEndpoint.DefaultPage}."))
            .Answers<SchedulePageAnswer>(),
        Routes.Get(ApiPaths.OneSchedule, schedules.ReadAsync, "get_schedule", "Shows a schedule with its payload and its next time.")
            .Answers<ScheduleAnswer>().Refuses(ProblemKinds.UnknownSchedule),
        Routes.Put(
                ApiPaths.OneSchedule, schedules.PutAsync, "put_schedule",
                "Stores a schedule and replaces the previous one of its name; it fires from now on.")
            .Takes<ScheduleBody>().Answers<ScheduleAnswer>().Refuses(ProblemKinds.TooManySchedules, ProblemKinds.ValueRefused),
        Routes.Delete(ApiPaths.OneSchedule, schedules.DeleteAsync, "delete_schedule", "Removes a schedule; deliveries that it has already created stay.")
            .Refuses(ProblemKinds.UnknownSchedule),
    ];
}
