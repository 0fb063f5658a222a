namespace Gateway.Web.Tests.Access.Login;

/// <summary>
/// The contents of the test directory. The password of every user is the user's name followed by <see cref="PasswordSuffix"/>.
/// </summary>
internal static class PlantDirectory
{
    public const string Root = "dc=plant";
    public const string People = "ou=people,dc=plant";
    public const string Groups = "ou=groups,dc=plant";
    public const string ServiceDn = "cn=gateway,dc=plant";
    public const string PolicyDn = "cn=policy,dc=plant";
    public const string ServicePassword = "service-secret-7";
    public const string PasswordSuffix = "-pass-Zq9";

    public static string PasswordOf(string user) => user + PasswordSuffix;

    /// <summary>
    /// Groups: Administrators is a group of multi-role. viewers-a has the member operators, which has the member gw-viewer (two
    /// steps). loop-a and loop-b are members of each other and contain gw-viewer. nobody is in a group without a mapping. deep-0
    /// … deep-11 is a chain.
    /// </summary>
    public static string Ldif => string.Join(
        "\n\n",
        [
            "dn: dc=plant\nobjectClass: dcObject\nobjectClass: organization\ndc: plant\no: Plant",
            $"dn: {People}\nobjectClass: organizationalUnit\nou: people",
            $"dn: {Groups}\nobjectClass: organizationalUnit\nou: groups",
            $"dn: ou=other,{Root}\nobjectClass: organizationalUnit\nou: other",
            $"dn: {ServiceDn}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: gateway\nuserPassword: {ServicePassword}",
            $"dn: {PolicyDn}\nobjectClass: organizationalRole\nobjectClass: pwdPolicy\ncn: policy\npwdAttribute: userPassword\npwdLockout: TRUE",
            User("multi-role"),
            User("gw-viewer") + $"\nmemberOf: cn=operators,{Groups}\nmemberOf: cn=loop-a,{Groups}",
            User("nobody"),
            User("odd, (name)*"),
            User("deep"),
            User("locked") + "\npwdAccountLockedTime: 000001010000Z",
            "dn: uid=twin,ou=people,dc=plant\nobjectClass: inetOrgPerson\nuid: twin\nuid: double\ncn: twin\nsn: t",
            "dn: uid=twin2,ou=people,dc=plant\nobjectClass: inetOrgPerson\nuid: twin2\nuid: double\ncn: twin2\nsn: t",
            Group("Administrators", Dn("multi-role")),
            Group("operators", Dn("gw-viewer"), Dn("multi-role")) + $"\nmemberOf: cn=viewers-a,{Groups}",
            Group("viewers-a", $"cn=operators,{Groups}"),
            Group("loop-a", $"cn=loop-b,{Groups}", Dn("gw-viewer")) + $"\nmemberOf: cn=loop-b,{Groups}",
            Group("loop-b", $"cn=loop-a,{Groups}") + $"\nmemberOf: cn=loop-a,{Groups}",
            Group("canteen", Dn("nobody")),
            "dn: cn=Administrators,ou=other,dc=plant\nobjectClass: groupOfNames\ncn: Administrators\nmember: " + Dn("nobody"),
            Group("odd", @"uid=odd\2C (name)*," + People),
            Group("deep-0", Dn("deep")),
            .. Enumerable.Range(1, 11).Select(step => Group($"deep-{step}", $"cn=deep-{step - 1},{Groups}")),
        ]) + "\n";

    public static string Dn(string user) => $"uid={user},{People}";

    private static string User(string name) =>
        $"dn: uid={name.Replace(",", @"\2C", StringComparison.Ordinal)},{People}\nobjectClass: inetOrgPerson\nuid: {name}\ncn: {name}\nsn: {name}\nuserPassword: {PasswordOf(name)}";

    private static string Group(string name, params string[] members) =>
        $"dn: cn={name},{Groups}\nobjectClass: groupOfNames\ncn: {name}\n{string.Join('\n', members.Select(member => $"member: {member}"))}";
}
