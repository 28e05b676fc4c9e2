using TemplateWorker.Api.Access;
using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Routing;

/// <summary>Makes the routes that share a tag and an access rule. A new route answers 204 until <see cref="ApiRoute.Answers{TAnswer}"/> says otherwise.</summary>
/// <param name="tag">The group in the OpenAPI document.</param>
/// <param name="access">Who may use the routes.</param>
internal sealed class RouteGroup(string tag, RouteAccess access)
{
    public ApiRoute Get(string path, Func<ApiCall, Task<Reply>> handler, string id, string summary) => Create("GET", path, handler, id, summary);

    public ApiRoute Put(string path, Func<ApiCall, Task<Reply>> handler, string id, string summary) => Create("PUT", path, handler, id, summary);

    public ApiRoute Post(string path, Func<ApiCall, Task<Reply>> handler, string id, string summary) => Create("POST", path, handler, id, summary);

    public ApiRoute Delete(string path, Func<ApiCall, Task<Reply>> handler, string id, string summary) => Create("DELETE", path, handler, id, summary);

    private ApiRoute Create(string method, string path, Func<ApiCall, Task<Reply>> handler, string id, string summary) => new()
    {
        Method = method,
        Path = path,
        Access = access,
        Handler = handler,
        Description = new RouteDescription { Id = id, Tag = tag, Summary = summary },
    };
}
