using Gateway.Web.Access.Login;
using Gateway.Web.Access.Login.Ldap;

namespace Gateway.Web.Tests.Access.Login;

public sealed class LdapTextTests
{
    [Theory]
    [InlineData("ada", "ada")]
    [InlineData("*", @"\2a")]
    [InlineData("a)(b", @"a\29\28b")]
    [InlineData(@"a\2a", @"a\5c2a")]
    [InlineData("a\0b", @"a\00b")]
    [InlineData("é", @"\c3\a9")]
    [InlineData("😀", @"\f0\9f\98\80")]
    [InlineData("a&b|c!d<e>f~g/h:i", @"a\26b\7cc\21d\3ce\3ef\7eg\2fh\3ai")]
    public void Filter_values_are_escaped(string value, string expected) => Assert.Equal(expected, LdapFilter.Escape(value));

    [Fact]
    public void No_character_survives_that_means_something_in_a_filter()
    {
        var every = string.Concat(Enumerable.Range(0, 0x800).Select(code => (char)code));
        Assert.Equal(-1, LdapFilter.Escape(every).IndexOfAny(['(', ')', '*', '\0', '&', '|', '!', '~', '<', '>']));
    }

    [Theory]
    [InlineData("ada", "ada")]
    [InlineData("a,b=c", @"a\,b\=c")]
    [InlineData("#a#", @"\#a#")]
    [InlineData(" a b ", @"\ a b\ ")]
    [InlineData("a+b\"c;d<e>f\\", @"a\+b\""c\;d\<e\>f\\")]
    [InlineData("a\nb\0", @"a\0ab\00")]
    public void Values_in_distinguished_names_are_escaped(string value, string expected) => Assert.Equal(expected, DistinguishedName.Escape(value));

    [Theory]
    [InlineData("CN=Ops, OU=Groups ,DC=plant", "cn=ops,ou=groups,dc=PLANT", true)]
    [InlineData(@"cn=a\,b,dc=plant", @"cn=a\2Cb,dc=plant", true)]
    [InlineData(@"cn=caf\C3\A9,dc=plant", "cn=café,dc=plant", true)]
    [InlineData("cn=ops,ou=other,dc=plant", "cn=ops,ou=groups,dc=plant", false)]
    [InlineData("cn=ops", "cn=ops,dc=plant", false)]
    [InlineData(@"cn=a\,dc=plant", "cn=a,dc=plant", false)]
    [InlineData("ou=ops,dc=plant", "cn=ops,dc=plant", false)]
    [InlineData("", "", false)]
    public void Distinguished_names_are_compared_by_meaning(string left, string right, bool same)
    {
        Assert.Equal(same, DistinguishedName.AreSame(left, right));
        Assert.Equal(same, DistinguishedName.AreSame(right, left));
    }

    [Fact]
    public void Any_value_comes_back_from_a_distinguished_name()
    {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var value = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => "ab ,=\\#+\"<>;é\n2C"[random.Next(16)]));
            Assert.Equal(value, DistinguishedName.FirstValue($"uid={DistinguishedName.Escape(value)},dc=plant"));
        }
    }

    [Theory]
    [InlineData("{user}@plant.example", "a,b", "a,b@plant.example")]
    [InlineData("uid={user},dc=plant", "a,b", @"uid=a\,b,dc=plant")]
    public void Names_to_bind_with_are_escaped_where_they_are_distinguished(string template, string user, string expected) =>
        Assert.Equal(expected, LdapUsers.BindName(template, user));

    [Theory]
    [InlineData(null, "(none)")]
    [InlineData("ada", "ada")]
    [InlineData("a\r\nb\tc", "a??b?c")]
    [InlineData("a\u2028b\u202ec\u200bd\u001b[31m", "a?b?c?d?[31m")]
    public void Names_are_logged_on_one_line(string? name, string expected) => Assert.Equal(expected, LogName.Of(name));

    [Fact]
    public void Half_a_character_makes_a_name_unsound()
    {
        Assert.False(LogName.IsClean(new string((char)0xd800, 1) + "x"));
        Assert.True(LogName.IsClean("😀 é"));
    }

    [Fact]
    public void A_long_name_is_logged_short() => Assert.InRange(LogName.Of(new string('a', 10_000)).Length, 1, 65);
}
