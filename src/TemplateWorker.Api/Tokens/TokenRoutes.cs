using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage.Tokens;

namespace TemplateWorker.Api.Tokens;

internal static class TokenRoutes
{
    private static readonly RouteGroup Routes = new("tokens", RouteAccess.Admin);

    private static readonly ParameterDescription[] Paging =
    [
        ParameterDescription.Query(TokensEndpoint.After, "Those behind this prefix: the `next_after` of the previous page."),
        ParameterDescription.Query(TokensEndpoint.Limit, ParameterType.Integer, $"At most this many, 1 to {TokenStore.MaxPage}. Default: 100."),
    ];

    public static IReadOnlyList<ApiRoute> Of(TokensEndpoint tokens) =>
    [
        Routes.Get(ApiPaths.Tokens, tokens.ListAsync, "list_tokens", "Lists the issued tokens by prefix, those that have ended included; never their texts.")
            .With([ParameterDescription.Query(TokensEndpoint.Tenant, "Those of one tenant, such as `guild:1234`."), .. Paging])
            .Answers<TokenPageAnswer>().Refuses(ProblemKinds.StorageUnavailable),
        Routes.Post(ApiPaths.Tokens, tokens.CreateAsync, "create_token", "Issues a token; the answer has its text, which is shown this once.")
            .Takes<TokenBody>().Answers<NewTokenAnswer>(201).Refuses(ProblemKinds.TooManyTokens, ProblemKinds.StorageUnavailable),
        Routes.Delete(ApiPaths.OneToken, tokens.RevokeAsync, "revoke_token", "Makes a token invalid, within a second on every supervisor.")
            .Refuses(ProblemKinds.UnknownToken, ProblemKinds.StorageUnavailable),
        Routes.Post(
            ApiPaths.RotateToken, tokens.RotateAsync, "rotate_token",
            "Issues a token in place of another one, which stays valid for the overlap. The answer has its text, which is shown this once.")
            .Takes<RotateBody>().Answers<NewTokenAnswer>(201)
            .Refuses(ProblemKinds.UnknownToken, ProblemKinds.TokenEnded, ProblemKinds.TooManyTokens, ProblemKinds.StorageUnavailable),
        Routes.Get(ApiPaths.TenantTokens, tokens.ListOfTenantAsync, "list_tokens_of_tenant", "Lists the issued tokens of the tenant by prefix.")
            .With(Paging).Answers<TokenPageAnswer>(),
        Routes.Post(
            ApiPaths.TenantTokens, tokens.CreateForTenantAsync, "create_token_of_tenant",
            "Issues a token of the tenant; the answer has its text, which is shown this once.")
            .Takes<TokenBody>().Answers<NewTokenAnswer>(201).Refuses(ProblemKinds.TooManyTokens),
    ];
}
