using System.Text;

namespace TemplateWorker.JavaScript.Web.Urls;

/// <summary>
/// The basic URL parser of the URL standard. It takes time in proportion to the text, and each state does what the standard says of the
/// state of that name.
/// </summary>
internal sealed partial class UrlParser
{
    private const char End = '\uffff';

    private readonly string _text;
    private readonly UrlRecord? _base;
    private readonly UrlRecord _url;

    /// <summary>The state that a setter starts with; null for a whole URL.</summary>
    private readonly UrlState? _override;

    private readonly StringBuilder _buffer = new();
    private readonly StringBuilder _credentials = new();
    private UrlState _state;
    private int _at;
    private bool _sawAt;
    private bool _isInBrackets;

    private UrlParser(string text, UrlRecord? baseUrl, UrlRecord url, UrlState? state)
    {
        _text = text.AsSpan().ContainsAny("\t\n\r") ? text.Replace("\t", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal) : text;
        _base = baseUrl;
        _url = url;
        _override = state;
        _state = state ?? UrlState.SchemeStart;
    }

    private enum Next
    {
        Character,
        Done,
        Failed,
    }

    /// <returns>Null when the text is no URL.</returns>
    public static UrlRecord? Parse(string text, UrlRecord? baseUrl)
    {
        var url = new UrlRecord();
        var start = 0;
        var end = text.Length;
        while (start < end && text[start] <= ' ')
        {
            start++;
        }

        while (end > start && text[end - 1] <= ' ')
        {
            end--;
        }

        return new UrlParser(text[start..end], baseUrl, url, null).Run() ? url : null;
    }

    /// <summary>Changes a part of a URL, as far as the text goes.</summary>
    public static void Change(UrlRecord url, UrlState state, string text) => new UrlParser(text, null, url, state).Run();

    private bool Run()
    {
        for (; _at <= _text.Length; _at++)
        {
            var next = Step(_at < _text.Length ? _text[_at] : End);
            if (next != Next.Character)
            {
                return next == Next.Done;
            }
        }

        return true;
    }

    /// <summary>A real U+FFFF is a character like others: only the end of the text is the end.</summary>
    private bool IsEnd => _at >= _text.Length;

    private ReadOnlySpan<char> Remaining => _at + 1 < _text.Length ? _text.AsSpan(_at + 1) : [];

    private Next Step(char c) => _state switch
    {
        UrlState.SchemeStart => SchemeStart(c),
        UrlState.Scheme => Scheme(c),
        UrlState.NoScheme => NoScheme(c),
        UrlState.SpecialRelativeOrAuthority => SpecialRelativeOrAuthority(c),
        UrlState.PathOrAuthority => PathOrAuthority(c),
        UrlState.Relative => Relative(c),
        UrlState.RelativeSlash => RelativeSlash(c),
        UrlState.SpecialAuthoritySlashes => SpecialAuthoritySlashes(c),
        UrlState.SpecialAuthorityIgnoreSlashes => SpecialAuthorityIgnoreSlashes(c),
        UrlState.Authority => Authority(c),
        UrlState.Host or UrlState.Hostname => Host(c),
        UrlState.Port => Port(c),
        UrlState.File => File(c),
        UrlState.FileSlash => FileSlash(c),
        UrlState.FileHost => FileHost(c),
        UrlState.PathStart => PathStart(c),
        UrlState.Path => Path(c),
        UrlState.OpaquePath => OpaquePath(c),
        UrlState.Query => Query(c),
        _ => Fragment(),
    };

    private Next Go(UrlState state)
    {
        _state = state;
        return Next.Character;
    }

    /// <summary>Looks at the same character again in another state.</summary>
    private Next Again(UrlState state)
    {
        _at--;
        return Go(state);
    }

    private string TakeBuffer()
    {
        var text = _buffer.ToString();
        _buffer.Clear();
        return text;
    }

    private Next SchemeStart(char c)
    {
        if (char.IsAsciiLetter(c))
        {
            _buffer.Append(char.ToLowerInvariant(c));
            return Go(UrlState.Scheme);
        }

        return _override is null ? Again(UrlState.NoScheme) : Next.Failed;
    }

    private Next Scheme(char c)
    {
        if (char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.')
        {
            _buffer.Append(char.ToLowerInvariant(c));
            return Next.Character;
        }

        if (c != ':')
        {
            if (_override is not null)
            {
                return Next.Failed;
            }

            _buffer.Clear();
            _at = -1;
            return Go(UrlState.NoScheme);
        }

        return _override is null ? AfterScheme(TakeBuffer()) : ChangeScheme(TakeBuffer());
    }

    private Next ChangeScheme(string scheme)
    {
        if (_url.IsSpecial != SpecialSchemes.Contains(scheme)
            || ((_url.HasCredentials || _url.Port is not null) && scheme == "file")
            || (_url.Scheme == "file" && string.IsNullOrEmpty(_url.Host)))
        {
            return Next.Done;
        }

        _url.Scheme = scheme;
        if (_url.Port == SpecialSchemes.DefaultPort(scheme))
        {
            _url.Port = null;
        }

        return Next.Done;
    }

    private Next AfterScheme(string scheme)
    {
        _url.Scheme = scheme;
        if (scheme == "file")
        {
            return Go(UrlState.File);
        }

        if (_url.IsSpecial)
        {
            return Go(_base?.Scheme == scheme ? UrlState.SpecialRelativeOrAuthority : UrlState.SpecialAuthoritySlashes);
        }

        if (Remaining.StartsWith("/"))
        {
            _at++;
            return Go(UrlState.PathOrAuthority);
        }

        _url.OpaquePath = "";
        return Go(UrlState.OpaquePath);
    }

    private Next NoScheme(char c)
    {
        if (_base is null || (_base.OpaquePath is not null && c != '#'))
        {
            return Next.Failed;
        }

        if (_base.OpaquePath is not null)
        {
            _url.Scheme = _base.Scheme;
            _url.TakePath(_base);
            _url.Query = _base.Query;
            _url.Fragment = "";
            return Go(UrlState.Fragment);
        }

        return Again(_base.Scheme == "file" ? UrlState.File : UrlState.Relative);
    }

    private Next SpecialRelativeOrAuthority(char c)
    {
        if (c == '/' && Remaining.StartsWith("/"))
        {
            _at++;
            return Go(UrlState.SpecialAuthorityIgnoreSlashes);
        }

        return Again(UrlState.Relative);
    }

    private Next PathOrAuthority(char c) => c == '/' ? Go(UrlState.Authority) : Again(UrlState.Path);

    private Next Relative(char c)
    {
        _url.Scheme = _base!.Scheme;
        if (c == '/' || (_url.IsSpecial && c == '\\'))
        {
            return Go(UrlState.RelativeSlash);
        }

        _url.TakeAuthority(_base);
        return AfterBase(c);
    }

    /// <summary>Takes the path of the base, as far as the text has none.</summary>
    private Next AfterBase(char c)
    {
        _url.TakePath(_base!);
        _url.Query = _base!.Query;
        switch (c)
        {
            case '?':
                _url.Query = "";
                return Go(UrlState.Query);
            case '#':
                _url.Fragment = "";
                return Go(UrlState.Fragment);
            case var _ when IsEnd:
                return Next.Character;
        }

        _url.Query = null;
        if (_url.Scheme == "file" && DriveLetter.Starts(_text.AsSpan(_at)))
        {
            _url.Path.Clear();
        }
        else
        {
            _url.ShortenPath();
        }

        return Again(UrlState.Path);
    }

    private Next RelativeSlash(char c)
    {
        if (_url.IsSpecial && (c is '/' or '\\'))
        {
            return Go(UrlState.SpecialAuthorityIgnoreSlashes);
        }

        if (c == '/')
        {
            return Go(UrlState.Authority);
        }

        _url.TakeAuthority(_base!);
        return Again(UrlState.Path);
    }

    private Next SpecialAuthoritySlashes(char c)
    {
        if (c == '/' && Remaining.StartsWith("/"))
        {
            _at++;
            return Go(UrlState.SpecialAuthorityIgnoreSlashes);
        }

        return Again(UrlState.SpecialAuthorityIgnoreSlashes);
    }

    private Next SpecialAuthorityIgnoreSlashes(char c) => c is '/' or '\\' ? Next.Character : Again(UrlState.Authority);
}
