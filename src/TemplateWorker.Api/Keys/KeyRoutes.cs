using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage.KeyValue;

namespace TemplateWorker.Api.Keys;

internal static class KeyRoutes
{
    private static readonly RouteGroup Routes = new("keys", RouteAccess.Tenant);

    private static readonly ParameterDescription Scopes = ParameterDescription.Query(
        KeyParameters.Scope, ParameterType.Texts,
        "A scope of the key, repeated for each, at most `limits.scopes` times; the order does not matter.");

    public static IReadOnlyList<ApiRoute> Of(KeysEndpoint keys) =>
    [
        Routes.Get(ApiPaths.Keys, keys.ListAsync, "list_keys", "Lists the keys under exactly the given scopes, with their values, page by page.")
            .With(
                Scopes,
                ParameterDescription.Query(KeyParameters.Prefix, "Only keys that start with it."),
                ParameterDescription.Query(KeyParameters.After, "Only keys after this one: the `next_after` of the previous page."),
                ParameterDescription.Query(
                    KeyParameters.Limit, ParameterType.Integer,
                    $"At most this many keys, 1 to {KeyParameters.MaxPage}. Default: {KeyParameters.DefaultPage}. A page ends early at {KeyListing.MaxCharacters >> 20} Mi characters of values."))
            .Answers<KeyPageAnswer>(),
        Routes.Get(ApiPaths.OneKey, keys.GetAsync, "get_key", "Reads a key.").With(Scopes).Answers<KeyAnswer>().Refuses(ProblemKinds.UnknownKey),
        Routes.Put(ApiPaths.OneKey, keys.PutAsync, "put_key", "Stores a value and replaces the previous one. The body is the value itself.")
            .With(
                Scopes,
                ParameterDescription.Query(
                    KeyParameters.Ttl, "The key expires after this time, such as `90s` or `1h30m`. Default: never."))
            .Takes<RawJson>().Answers<KeyAnswer>().Refuses(ProblemKinds.ValueRefused),
        Routes.Delete(ApiPaths.OneKey, keys.DeleteAsync, "delete_key", "Removes a key.").With(Scopes).Refuses(ProblemKinds.UnknownKey),
    ];
}
