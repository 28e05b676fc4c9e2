using System.Globalization;

namespace TemplateWorker.JavaScript.Web.Urls;

internal sealed partial class UrlParser
{
    private bool EndsAuthority(char c) => IsEnd || c is '/' or '?' or '#' || (_url.IsSpecial && c == '\\');

    private Next Authority(char c)
    {
        if (c == '@')
        {
            _credentials.Append(_sawAt ? "%40" : "").Append(_buffer);
            _buffer.Clear();
            _sawAt = true;
            return Next.Character;
        }

        if (!EndsAuthority(c))
        {
            _buffer.Append(c);
            return Next.Character;
        }

        if (_sawAt && _buffer.Length == 0)
        {
            return Next.Failed;
        }

        TakeCredentials(_credentials.ToString());
        _at -= _buffer.Length + 1;
        _buffer.Clear();
        return Go(UrlState.Host);
    }

    private void TakeCredentials(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        _url.Username = UrlEscapes.Encode(colon < 0 ? text : text.AsSpan(0, colon), UrlEscapes.UserInfo);
        _url.Password = UrlEscapes.Encode(colon < 0 ? "" : text.AsSpan(colon + 1), UrlEscapes.UserInfo);
    }

    private Next Host(char c)
    {
        if (_override is not null && _url.Scheme == "file")
        {
            return Again(UrlState.FileHost);
        }

        if (c == ':' && !_isInBrackets)
        {
            if (_buffer.Length == 0 || _override == UrlState.Hostname)
            {
                return Next.Failed;
            }

            return TakeHost() ? Go(UrlState.Port) : Next.Failed;
        }

        if (!EndsAuthority(c))
        {
            _isInBrackets = c == '[' || (_isInBrackets && c != ']');
            _buffer.Append(c);
            return Next.Character;
        }

        _at--;
        if ((_url.IsSpecial && _buffer.Length == 0)
            || (_override is not null && _buffer.Length == 0 && (_url.HasCredentials || _url.Port is not null))
            || !TakeHost())
        {
            return Next.Failed;
        }

        return _override is not null ? Next.Done : Go(UrlState.PathStart);
    }

    private bool TakeHost()
    {
        if (UrlHost.Parse(TakeBuffer(), _url.IsSpecial) is not { } host)
        {
            return false;
        }

        _url.Host = host;
        return true;
    }

    private Next Port(char c)
    {
        if (char.IsAsciiDigit(c))
        {
            _buffer.Append(c);
            return Next.Character;
        }

        if (!EndsAuthority(c) && _override is null)
        {
            return Next.Failed;
        }

        if (_buffer.Length > 0)
        {
            var digits = TakeBuffer().TrimStart('0');
            if (digits.Length > 5 || int.Parse("0" + digits, CultureInfo.InvariantCulture) is not (<= 65535 and var port))
            {
                return Next.Failed;
            }

            _url.Port = port == SpecialSchemes.DefaultPort(_url.Scheme) ? null : port;
            if (_override is not null)
            {
                return Next.Done;
            }
        }

        return _override is not null ? Next.Failed : Again(UrlState.PathStart);
    }

    private Next File(char c)
    {
        _url.Scheme = "file";
        _url.Host = "";
        if (c is '/' or '\\')
        {
            return Go(UrlState.FileSlash);
        }

        if (_base?.Scheme != "file")
        {
            return Again(UrlState.Path);
        }

        _url.Host = _base.Host;
        return AfterBase(c);
    }

    private Next FileSlash(char c)
    {
        if (c is '/' or '\\')
        {
            return Go(UrlState.FileHost);
        }

        if (_base?.Scheme == "file")
        {
            _url.Host = _base.Host;
            if (!DriveLetter.Starts(_text.AsSpan(Math.Min(_at, _text.Length))) && _base.Path.Count > 0 && DriveLetter.IsNormal(_base.Path[0]))
            {
                _url.Path.Add(_base.Path[0]);
            }
        }

        return Again(UrlState.Path);
    }

    private Next FileHost(char c)
    {
        if (!IsEnd && c is not ('/' or '\\' or '?' or '#'))
        {
            _buffer.Append(c);
            return Next.Character;
        }

        if (_override is null && DriveLetter.Is(_buffer.ToString()))
        {
            // What looks like a host is the first segment of the path; the buffer goes along.
            return Again(UrlState.Path);
        }

        if (_buffer.Length == 0)
        {
            _url.Host = "";
        }
        else if (!TakeHost())
        {
            return Next.Failed;
        }
        else if (_url.Host == "localhost")
        {
            _url.Host = "";
        }

        return _override is not null ? Next.Done : Again(UrlState.PathStart);
    }

    private Next PathStart(char c)
    {
        if (_url.IsSpecial)
        {
            return c is '/' or '\\' ? Go(UrlState.Path) : Again(UrlState.Path);
        }

        if (_override is null && c == '?')
        {
            _url.Query = "";
            return Go(UrlState.Query);
        }

        if (_override is null && c == '#')
        {
            _url.Fragment = "";
            return Go(UrlState.Fragment);
        }

        if (!IsEnd)
        {
            return c == '/' ? Go(UrlState.Path) : Again(UrlState.Path);
        }

        if (_override is not null && _url.Host is null)
        {
            _url.Path.Add("");
        }

        return Next.Character;
    }

    private Next Path(char c)
    {
        var isSlash = c == '/' || (_url.IsSpecial && c == '\\');
        if (!IsEnd && !isSlash && (_override is not null || c is not ('?' or '#')))
        {
            _buffer.Append(c);
            return Next.Character;
        }

        TakeSegment(UrlEscapes.Encode(TakeBuffer(), UrlEscapes.Path), isSlash);
        switch (IsEnd ? '/' : c)
        {
            case '?':
                _url.Query = "";
                return Go(UrlState.Query);
            case '#':
                _url.Fragment = "";
                return Go(UrlState.Fragment);
            default:
                return Next.Character;
        }
    }

    private void TakeSegment(string segment, bool isSlash)
    {
        var dots = segment.Length <= 6 ? segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) : segment;
        if (dots == "..")
        {
            _url.ShortenPath();
        }

        if (dots is "." or "..")
        {
            if (!isSlash)
            {
                _url.Path.Add("");
            }

            return;
        }

        if (_url.Scheme == "file" && _url.Path.Count == 0 && DriveLetter.Is(segment))
        {
            segment = $"{segment[0]}:";
        }

        _url.Path.Add(segment);
    }

    private Next OpaquePath(char c)
    {
        if (!IsEnd && c is not ('?' or '#'))
        {
            _buffer.Append(c == ' ' && Remaining is ['?' or '#', ..] ? "%20" : c.ToString());
            return Next.Character;
        }

        _url.OpaquePath = UrlEscapes.Encode(TakeBuffer(), UrlEscapes.Control);
        if (IsEnd)
        {
            return Next.Character;
        }

        _url.Query = c == '?' ? "" : null;
        _url.Fragment = c == '#' ? "" : null;
        return Go(c == '?' ? UrlState.Query : UrlState.Fragment);
    }

    private Next Query(char c)
    {
        if (!IsEnd && (c != '#' || _override is not null))
        {
            _buffer.Append(c);
            return Next.Character;
        }

        _url.Query += UrlEscapes.Encode(TakeBuffer(), _url.IsSpecial ? UrlEscapes.SpecialQuery : UrlEscapes.Query);
        if (IsEnd)
        {
            return Next.Character;
        }

        _url.Fragment = "";
        return Go(UrlState.Fragment);
    }

    private Next Fragment()
    {
        _url.Fragment += UrlEscapes.Encode(_text.AsSpan(Math.Min(_at, _text.Length)), UrlEscapes.Fragment);
        return Next.Done;
    }
}
