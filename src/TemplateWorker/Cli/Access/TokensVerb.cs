using TemplateWorker.Api.Syntax;
using TemplateWorker.Cli.Operator;
using TemplateWorker.Storage.Tokens;

namespace TemplateWorker.Cli.Access;

/// <summary>Reads <c>tokens create | list | revoke | rotate</c>.</summary>
internal static class TokensVerb
{
    private static readonly ValueSyntax<int> Limits = new IntegerSyntax(1, TokenStore.MaxPage);

    public static Command Interpret(TokensFlags flags, IReadOnlyList<string> reasons)
    {
        var reader = new OperatorReader("tokens", flags, reasons);
        var action = reader.ReadActionAlone("create", "list", "revoke", "rotate");
        if (action is null)
        {
            return reader.Fail();
        }

        foreach (var (flag, isGiven, goesWith) in new[]
        {
            ("--role", flags.Role is not null, "create"),
            ("--tenant", flags.Tenant is not null, "create and list"),
            ("--expires-in", flags.ExpiresIn is not null, "create and rotate"),
            ("--overlap", flags.Overlap is not null, "rotate"),
            ("--after", flags.After is not null, "list"),
            ("--limit", flags.Limit is not null, "list"),
        })
        {
            if (!goesWith.Split(" and ").Contains(action, StringComparer.Ordinal))
            {
                reader.Refuse(flag, isGiven, goesWith);
            }
        }

        return action switch
        {
            "create" => Create(reader, flags),
            "list" => List(reader, flags),
            "revoke" => Revoke(reader),
            _ => Rotate(reader, flags),
        };
    }

    private static Command Create(OperatorReader reader, TokensFlags flags)
    {
        var name = reader.ReadArgument("NAME");
        if (name.Length > 0 && TokenSyntax.Names.Parse(name).Fault is { } nameFault)
        {
            reader.Add($"NAME {nameFault}");
        }

        if (flags.Role is null)
        {
            reader.Add($"{reader.Doing} needs --role: {TokenSyntax.RoleWords}");
        }

        var role = reader.Value("--role", flags.Role, TokenSyntax.Roles);
        var draft = new TokenDraft(name, role ?? TokenRole.Admin, reader.TenantOf("--tenant", flags.Tenant), reader.Value("--expires-in", flags.ExpiresIn, TokenSyntax.Validities));
        if (!reader.HasFaults && draft.TenantFault is { } fault)
        {
            reader.Add($"--tenant {fault}");
        }

        return reader.Finish(() => new CreateTokenCommand(reader.Context, draft));
    }

    private static Command List(OperatorReader reader, TokensFlags flags)
    {
        if (flags.After is { } after && !TokenText.IsPrefix(after))
        {
            reader.Add($"--after must be a token's prefix such as tw_k3f9x2abcd, was {Quoted.Text(after)}");
        }

        var tenant = reader.TenantOf("--tenant", flags.Tenant);
        var limit = reader.Value("--limit", flags.Limit, Limits) ?? 100;
        return reader.Finish(() => new ListTokensCommand(reader.Context, tenant, flags.After ?? "", limit));
    }

    private static Command Revoke(OperatorReader reader)
    {
        var prefix = Prefix(reader);
        return reader.Finish(() => new RevokeTokenCommand(reader.Context, prefix));
    }

    private static Command Rotate(OperatorReader reader, TokensFlags flags)
    {
        var prefix = Prefix(reader);
        var overlap = reader.Value("--overlap", flags.Overlap, TokenSyntax.Overlaps) ?? TokenDraft.DefaultOverlap;
        var validFor = reader.Value("--expires-in", flags.ExpiresIn, TokenSyntax.Validities);
        return reader.Finish(() => new RotateTokenCommand(reader.Context, prefix, overlap, validFor));
    }

    // The whole token is not quoted, which may have been given by mistake.
    private static string Prefix(OperatorReader reader)
    {
        var prefix = reader.ReadArgument("PREFIX");
        if (prefix.Length > 0 && !TokenText.IsPrefix(prefix))
        {
            reader.Add("PREFIX must be a token's prefix such as tw_k3f9x2abcd, which is the beginning of the token up to its second '_'");
        }

        return prefix;
    }
}
