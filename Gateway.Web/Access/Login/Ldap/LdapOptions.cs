using Gateway.Web.Platform.Settings;

namespace Gateway.Web.Access.Login.Ldap;

/// <summary>The LDAP server that knows the users and groups. Without <see cref="Host"/> nobody can log in by name and password.</summary>
internal sealed class LdapOptions
{
    public const string Section = "Gateway:Login:Ldap";
    public const string UserPlaceholder = "{user}";
    public const string DnPlaceholder = "{dn}";

    /// <summary>
    /// The server's host name as in its certificate. On Linux the library replaces <c>localhost</c> by the machine's own name and looks
    /// for that name in the certificate.
    /// </summary>
    public string? Host { get; set; }

    /// <summary>0 selects the usual port: 636 with <see cref="LdapSecurity.Ldaps"/>, otherwise 389.</summary>
    public int Port { get; set; }

    public LdapSecurity Security { get; set; } = LdapSecurity.Ldaps;

    /// <summary>Allows <see cref="LdapSecurity.Plain"/>, which sends passwords over the network unencrypted.</summary>
    public bool AllowPlain { get; set; }

    /// <summary>
    /// PEM file with the authorities that may have issued the server's certificate. Without it, the authorities that the system trusts
    /// are used.
    /// </summary>
    public string? CaFile { get; set; }

    /// <summary>Time limit of a whole log-in at the directory, in seconds.</summary>
    public int TimeoutSeconds { get; set; } = 5;

    /// <summary>The account that searches users and groups. Without it the user's own account searches them after its bind.</summary>
    public string? ServiceDn { get; set; }

    [Secret]
    public string? ServicePassword { get; set; }

    /// <summary>
    /// The name with which the user binds when there is no service account: a distinguished name such as
    /// <c>uid={user},ou=people,dc=plant</c>, or for Active Directory <c>{user}@plant.example</c>.
    /// </summary>
    public string? UserDnTemplate { get; set; }

    /// <summary>
    /// Where users are searched. When this is not set and the template is a distinguished name, the entry with that name is read.
    /// </summary>
    public string? UserBase { get; set; }

    /// <summary>
    /// The filter that finds exactly one entry. For Active Directory use <c>(&amp;(objectCategory=person)(sAMAccountName={user}))</c>.
    /// </summary>
    public string UserFilter { get; set; } = $"(uid={UserPlaceholder})";

    /// <summary>The attribute whose value becomes the subject, so that a user has one subject however the name is typed.</summary>
    public string SubjectAttribute { get; set; } = "uid";

    /// <summary>
    /// A prefix of the subject, so that a directory user cannot own the sessions of an equal subject from another source.
    /// </summary>
    public string SubjectPrefix { get; set; } = "ldap:";

    /// <summary>
    /// An attribute that only a locked account has. It is used to distinguish a locked account from a wrong password in the log; it
    /// never decides whether a user may log in.
    /// </summary>
    public string LockAttribute { get; set; } = "pwdAccountLockedTime";

    public LdapGroupMode GroupMode { get; set; } = LdapGroupMode.Member;

    /// <summary>
    /// Where groups are searched; <see cref="UserBase"/> when this is not set. Not used with <see cref="LdapGroupMode.MemberOf"/>.
    /// </summary>
    public string? GroupBase { get; set; }

    /// <summary>The filter that finds the groups of a member. Used with <see cref="LdapGroupMode.Member"/>.</summary>
    public string GroupFilter { get; set; } = $"(|(member={DnPlaceholder})(uniqueMember={DnPlaceholder}))";

    /// <summary>Largest number of levels of groups within groups that are followed.</summary>
    public int MaxGroupDepth { get; set; } = 8;

    /// <summary>Largest number of groups of one user that are considered; further groups give no rights.</summary>
    public int MaxGroups { get; set; } = 500;

    /// <summary>The rights that the members of each group get.</summary>
    public IList<LdapGroupGrant> Groups { get; } = [];
}
