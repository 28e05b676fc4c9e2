using Npgsql;
using TemplateWorker.Storage.Addresses;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Addresses;

// Texts only.
[Trait(ServerScope.Name, ServerScope.AnyVersion)]
public sealed class PostgresUrlTests
{
    [Fact]
    public void A_full_url_is_taken_apart()
    {
        var connection = Read("postgresql://ann:s3cret@db.example:6432/shop?application_name=tw&connect_timeout=7&options=-c%20work_mem%3D8MB");

        connection.Host.ShouldBe("db.example");
        connection.Port.ShouldBe(6432);
        connection.Username.ShouldBe("ann");
        connection.Password.ShouldBe("s3cret");
        connection.Database.ShouldBe("shop");
        connection.ApplicationName.ShouldBe("tw");
        connection.Timeout.ShouldBe(7);
        connection.Options.ShouldBe("-c work_mem=8MB");
    }

    [Theory]
    [InlineData("postgresql://")]
    [InlineData("postgres:///")]
    [InlineData("postgresql://?application_name=")]
    [InlineData("user=''")]
    public void What_is_not_given_has_the_defaults_of_libpq(string text)
    {
        var connection = Read(text);

        connection.Port.ShouldBe(5432);
        connection.Username.ShouldBe(Environment.UserName);
        connection.Database.ShouldBe(Environment.UserName);
        connection.Password.ShouldBeNull();
        connection.Host.ShouldNotBeNull();
        connection.SslMode.ShouldBe(SslMode.Prefer);
    }

    [Fact]
    public void The_database_defaults_to_the_user_that_was_given() =>
        Read("postgresql://ann@db.example").Database.ShouldBe("ann");

    [Fact]
    public void Every_part_may_be_percent_encoded()
    {
        var connection = Read("postgresql://a%40n:p%2F%3A%3F%23%25+%C3%BC@h%6Fst/d%20b?application_name=a%26b%3D1");

        connection.Username.ShouldBe("a@n");
        connection.Password.ShouldBe("p/:?#%+ü");
        connection.Host.ShouldBe("host");
        connection.Database.ShouldBe("d b");
        connection.ApplicationName.ShouldBe("a&b=1");
    }

    [Fact]
    public void Characters_beyond_ascii_stand_for_themselves() =>
        Read("postgresql://ann:pä€🔑@h/d").Password.ShouldBe("pä€🔑");

    [Theory]
    [InlineData("postgresql://[::1]/d", "::1", 5432)]
    [InlineData("postgresql://[2001:db8::7]:6000/d", "2001:db8::7", 6000)]
    [InlineData("postgresql://ann@[fe80::1]", "fe80::1", 5432)]
    public void An_ipv6_host_stands_in_brackets(string text, string host, int port)
    {
        var connection = Read(text);

        connection.Host.ShouldBe(host);
        connection.Port.ShouldBe(port);
    }

    [Theory]
    [InlineData("postgresql://%2Fvar%2Flib%2Fpg/d")]
    [InlineData("postgresql:///d?host=/var/lib/pg")]
    [InlineData("postgresql://elsewhere/d?host=/var/lib/pg")]
    [InlineData("host=/var/lib/pg dbname=d")]
    public void A_host_that_is_a_folder_means_its_unix_socket(string text)
    {
        Read(text).Host.ShouldBe("/var/lib/pg");
        PostgresUrl.Parse(text).ToString().ShouldContain("?host=/var/lib/pg");
    }

    [Fact]
    public void A_url_may_give_a_port_without_a_host()
    {
        var connection = Read("postgresql://:6543/d?user=ann");

        connection.Port.ShouldBe(6543);
        connection.Username.ShouldBe("ann");
    }

    [Theory]
    [InlineData("postgresql://a,b:6000,[::1]:7/d", "a:5432,b:6000,[::1]:7")]
    [InlineData("postgresql://a,b/d", "a:5432,b:5432")]
    [InlineData("host=a,b port=6000 dbname=d", "a:6000,b:6000")]
    [InlineData("host=a,b port=6000,7000 dbname=d", "a:6000,b:7000")]
    public void Of_several_hosts_the_one_that_takes_writes_is_meant(string text, string hosts)
    {
        var connection = Read(text);

        connection.Host.ShouldBe(hosts);
        connection.TargetSessionAttributes.ShouldBe("read-write");
        PostgresUrl.Parse(text).ToString().ShouldContain($"@{hosts}/d");
    }

    [Fact]
    public void A_secret_is_in_no_message_about_200_broken_addresses()
    {
        var random = new Random(7);
        const string Letters = "abcdefghijkmnpqrtuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        for (var number = 0; number < 200; number++)
        {
            var halves = Enumerable.Range(0, 2).Select(_ => string.Concat(Enumerable.Range(0, 8).Select(_ => Letters[random.Next(Letters.Length)]))).ToArray();
            var secret = halves[0] + "@/:?#&= '%"[random.Next(10)] + halves[1];
            var text = random.Next(6) switch
            {
                0 => $"postgresql://tw:{secret}@host/db?sslmode=wrong",
                1 => $"postgresql://tw:{secret}",
                2 => $"postgresql://host/db?password={secret}&sslmode=wrong",
                3 => $"host=h password={secret} sslmode=wrong",
                4 => $"host=h sslpassword='{secret} user=x",
                _ => $"postgresql://tw:{secret}@host:port/db",
            };

            if (!PostgresUrl.TryParse(text, out var address, out var error))
            {
                error.ShouldNotContain(halves[0], Case.Sensitive, text);
                error.ShouldNotContain(halves[1], Case.Sensitive, text);
            }
            else
            {
                // Read as a host, it is what the operator wrote in the place of a host.
                address.ShouldNotBeNull();
            }
        }
    }

    [Fact]
    public void Channel_binding_that_is_required_leaves_the_driver_no_weaker_way()
    {
        var connection = Read("postgresql://ann:x@h/d?channel_binding=require");

        connection.RequireAuth.ShouldBe("ScramSHA256");
        connection.SslMode.ShouldBe(SslMode.Require);
    }

    [Fact]
    public void The_authorities_of_the_system_also_verify_the_name_of_the_host()
    {
        var connection = Read("postgresql://h/d?sslrootcert=system");

        connection.RootCertificate.ShouldBeNull();
        connection.SslMode.ShouldBe(SslMode.VerifyFull);
    }

    [Fact]
    public void Keepalives_are_those_of_the_driver()
    {
        var connection = Read("host=h keepalives_idle=30 keepalives_interval=5");

        connection.TcpKeepAlive.ShouldBeTrue();
        connection.TcpKeepAliveTime.ShouldBe(30);
        connection.TcpKeepAliveInterval.ShouldBe(5);
    }

    [Theory]
    [InlineData("disable", SslMode.Disable)]
    [InlineData("allow", SslMode.Allow)]
    [InlineData("prefer", SslMode.Prefer)]
    [InlineData("require", SslMode.Require)]
    [InlineData("verify-ca", SslMode.VerifyCA)]
    [InlineData("verify-full", SslMode.VerifyFull)]
    public void Every_sslmode_of_libpq_is_known(string text, SslMode mode) =>
        Read($"postgresql://h/d?sslmode={text}").SslMode.ShouldBe(mode);

    [Fact]
    public void The_spelling_of_jdbc_means_that_tls_is_required() =>
        Read("postgresql://h/d?ssl=true").SslMode.ShouldBe(SslMode.Require);

    [Fact]
    public void An_authority_makes_require_verify_it_as_in_libpq()
    {
        var authority = typeof(PostgresUrlTests).Assembly.Location;

        var connection = Read($"postgresql://h/d?sslmode=require&sslrootcert={authority}");

        connection.SslMode.ShouldBe(SslMode.VerifyCA);
        connection.RootCertificate.ShouldBe(authority);
    }

    [Fact]
    public void The_parameters_that_hosting_providers_add_are_understood()
    {
        var connection = Read("postgresql://ann:x@ep.neon.tech/d?sslmode=require&channel_binding=require&gssencmode=disable");

        connection.ChannelBinding.ShouldBe(ChannelBinding.Require);
        connection.GssEncryptionMode.ShouldBe(GssEncryptionMode.Disable);
    }

    [Fact]
    public void The_last_of_two_values_counts() =>
        Read("postgresql://ann@h/d?user=bob&user=cid").Username.ShouldBe("cid");

    [Fact]
    public void The_keyword_form_follows_the_quoting_rules_of_libpq()
    {
        var connection = Read("""host = 'db.example' port=6432 user='a b' password='it\'s \\ "x"' dbname=plain\ space application_name='' """);

        connection.Host.ShouldBe("db.example");
        connection.Port.ShouldBe(6432);
        connection.Username.ShouldBe("a b");
        connection.Password.ShouldBe("""it's \ "x" """.TrimEnd());
        connection.Database.ShouldBe("plain space");
        connection.ApplicationName.ShouldBeNull();
    }

    [Fact]
    public void The_keyword_form_is_one_even_when_a_value_holds_a_colon() =>
        Read("host=h user=u password=a:b/c@d").Password.ShouldBe("a:b/c@d");

    [Theory]
    [InlineData("embedded:./data", "./data")]
    [InlineData("  embedded:/var/lib/tw ", "/var/lib/tw")]
    public void An_embedded_cluster_is_named_by_its_folder(string text, string folder)
    {
        var address = PostgresUrl.Parse(text);

        address.ShouldBe(new PostgresAddress.Embedded(folder));
        address.ToString().ShouldBe($"embedded:{folder}");
    }

    [Theory]
    [InlineData("", "must start with postgresql://")]
    [InlineData("mysql://h/d?a=b", "must start with postgresql://")]
    [InlineData("embedded:", "must be followed by the cluster's folder")]
    [InlineData("postgresql://h:0/d", "port must be a number from 1 to 65535, was '0'")]
    [InlineData("postgresql://h:70000/d", "was '70000'")]
    [InlineData("postgresql://a,b:70000/d", "port must be a number from 1 to 65535, was '70000'")]
    [InlineData("host=a,b,c port=1,2", "has 3 hosts, but 2 ports")]
    [InlineData("host=a,,c", "an empty name in its list of hosts")]
    [InlineData("host=a target_session_attrs=standby", "target_session_attrs must be one of any, read-write, primary, was 'standby'")]
    [InlineData("host=a passfile=/x", "has the parameter passfile of libpq, which is not supported here")]
    [InlineData("host=a xyzzy=1", "an unknown parameter, which is not shown")]
    [InlineData("postgresql://[::1/d", "'[' without its ']'")]
    [InlineData("postgresql://[::1]x/d", "only ':' and a port")]
    [InlineData("postgresql://h/%zz", "dbname in the address is not percent-encoded")]
    [InlineData("postgresql://h/%0", "dbname in the address is not percent-encoded")]
    [InlineData("postgresql://h/a%00b", "dbname in the address is not percent-encoded")]
    [InlineData("postgresql://%ff%fe@h/d", "user in the address is not percent-encoded")]
    [InlineData("postgresql://h/d?sslmode", "'sslmode' is not part of one")]
    [InlineData("postgresql://h/d?options=-c a=b", "'options' is not part of one")]
    [InlineData("postgresql://h/d?sslmod=require", "unknown parameter 'sslmod'; did you mean sslmode?")]
    [InlineData("hots=h", "unknown parameter 'hots'; did you mean host?")]
    [InlineData("postgresql://h/d?sslmode=verify-al", "sslmode must be one of disable, allow, prefer, require, verify-ca, verify-full, was 'verify-al'; the nearest is 'verify-ca'")]
    [InlineData("postgresql://h/d?connect_timeout=soon", "connect_timeout must be a number of seconds up to 1024")]
    [InlineData("postgresql://h/d?connect_timeout=2000", "was '2000'")]
    [InlineData("postgresql://h/d?sslkey=/etc/hostname", "sslkey needs the certificate")]
    [InlineData("host", "must start with postgresql://")]
    [InlineData("host=a port", "what follows the value of 'host' is not name=value")]
    [InlineData("user='a", "the quote around the value of 'user' is not closed")]
    public void What_is_wrong_with_an_address_is_said(string text, string expected)
    {
        PostgresUrl.TryParse(text, out _, out var error).ShouldBeFalse();

        error.ShouldContain(expected);
    }

    [Fact]
    public void An_infinite_timeout_is_infinite_for_the_driver_too() =>
        Read("postgresql://h/d?connect_timeout=-1").Timeout.ShouldBe(0);

    [Theory]
    [InlineData("postgresql://u:HU@NTER2@h/d")]
    [InlineData("postgresql://u:HU/NTER2@h/d")]
    [InlineData("postgresql://u:HUNTER2/@h/d")]
    [InlineData("postgresql://u:HUNTER2?x@h/d")]
    [InlineData("postgresql://u:123456?NTER2@h/d")]
    [InlineData("postgresql://u:HU?NTER2@h/d")]
    [InlineData("postgresql://u:HU%NTER2@h/d")]
    [InlineData("postgresql://u:HUNTER2@h:x/d")]
    [InlineData("postgresql://u:HUNTER2/d")]
    [InlineData("postgresql://u:12?HUNTER2=NTER2@h/d")]
    [InlineData("postgresql://h/d?password=HU&NTER2")]
    [InlineData("postgresql://h/d?password=HU&NTER2=1")]
    [InlineData("postgresql://h/d?password=HU&sslmode=NTER2")]
    [InlineData("host=h password=x HUNTER2=y")]
    [InlineData("host=h password=x HUNTER2=y NTER2")]
    [InlineData("host=h password=HU NTER2")]
    [InlineData("host=h password='HUNTER2")]
    [InlineData("host=h password=HUNTER2 sslmode=x")]
    public void A_mistyped_address_does_not_give_its_password_away(string text)
    {
        PostgresUrl.TryParse(text, out _, out var error).ShouldBeFalse();

        error.ShouldNotContain("HU");
        error.ShouldNotContain("NTER2");
        error.ShouldNotContain("123456");
    }

    [Theory]
    [InlineData("postgresql://ann:HUNTER2@db:5433/shop", "postgresql://ann@db:5433/shop")]
    [InlineData("postgresql://ann:HUNTER2@[::1]/shop", "postgresql://ann@[::1]:5432/shop")]
    [InlineData("user=ann password=HUNTER2 host=db dbname=shop", "postgresql://ann@db:5432/shop")]
    public void An_address_shows_everything_but_its_password(string text, string shown) =>
        PostgresUrl.Parse(text).ToString().ShouldBe(shown);

    [Fact]
    public void A_certificate_file_that_does_not_exist_is_reported_when_the_address_is_opened()
    {
        var address = PostgresUrl.Parse("postgresql://h/d?sslrootcert=/no/such.pem").ShouldBeOfType<PostgresAddress.Server>();

        var refused = Should.Throw<StorageException>(address.ToConnectionString);

        refused.Fault.ShouldBe(StorageFault.AddressInvalid);
        refused.Message.ShouldContain("sslrootcert names a file that does not exist or cannot be read: '/no/such.pem'");
    }

    [Fact]
    public void An_address_that_must_be_right_is_refused_with_its_fault() =>
        Should.Throw<StorageException>(() => PostgresUrl.Parse("nonsense")).Fault.ShouldBe(StorageFault.AddressInvalid);

    private static NpgsqlConnectionStringBuilder Read(string text) =>
        new(PostgresUrl.Parse(text).ShouldBeOfType<PostgresAddress.Server>().ToConnectionString());
}
