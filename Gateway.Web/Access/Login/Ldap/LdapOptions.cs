using Gateway.Web.Platform.Settings;

namespace Gateway.Web.Access.Login.Ldap;

/// <summary>The LDAP server that knows users and groups. Without <see cref="Host"/> there is no log-in by name and password.</summary>
internal sealed class LdapOptions
{
    public const string Section = "Gateway:Login:Ldap";
    public const string UserPlaceholder = "{user}";
    public const string DnPlaceholder = "{dn}";

    /// <summary>
    /// Name of the server, as its certificate has it. On Linux the library reads <c>localhost</c> as the machine's own name and
    /// looks for that in the certificate.
    /// </summary>
    public string? Host { get; set; }

    /// <summary>0 for the usual port: 636 with <see cref="LdapSecurity.Ldaps"/>, else 389.</summary>
    public int Port { get; set; }

    public LdapSecurity Security { get; set; } = LdapSecurity.Ldaps;

    /// <summary>Allows <see cref="LdapSecurity.Plain"/>, which sends passwords over the network unencrypted.</summary>
    public bool AllowPlain { get; set; }

    /// <summary>PEM file of the authorities that may have issued the server's certificate. Without it, those the system trusts.</summary>
    public string? CaFile { get; set; }

    /// <summary>Bound of a whole log-in at the directory, seconds.</summary>
    public int TimeoutSeconds { get; set; } = 5;

    /// <summary>Account that searches users and groups. Without it the user's own account does, after its own bind.</summary>
    public string? ServiceDn { get; set; }

    [Secret]
    public string? ServicePassword { get; set; }

    /// <summary>
    /// Name the user binds with when there is no service account: a distinguished name such as
    /// <c>uid={user},ou=people,dc=plant</c>, or for Active Directory <c>{user}@plant.example</c>.
    /// </summary>
    public string? UserDnTemplate { get; set; }

    /// <summary>Where users are searched. With a distinguished name as template, and without this, the entry at that name is read.</summary>
    public string? UserBase { get; set; }

    /// <summary>Finds exactly one entry. For Active Directory <c>(&amp;(objectCategory=person)(sAMAccountName={user}))</c>.</summary>
    public string UserFilter { get; set; } = $"(uid={UserPlaceholder})";

    /// <summary>Attribute whose value becomes the subject: one spelling for each user, however he types his name.</summary>
    public string SubjectAttribute { get; set; } = "uid";

    /// <summary>Put before the subject, so that no directory user can own what the subject of another source opened.</summary>
    public string SubjectPrefix { get; set; } = "ldap:";

    /// <summary>Attribute that a locked account has. Tells a locked account from a wrong password in the log; never lets anybody in.</summary>
    public string LockAttribute { get; set; } = "pwdAccountLockedTime";

    public LdapGroupMode GroupMode { get; set; } = LdapGroupMode.Member;

    /// <summary>Where groups are searched; <see cref="UserBase"/> when not set. Not used with <see cref="LdapGroupMode.MemberOf"/>.</summary>
    public string? GroupBase { get; set; }

    /// <summary>Groups that have a member, with <see cref="LdapGroupMode.Member"/>.</summary>
    public string GroupFilter { get; set; } = $"(|(member={DnPlaceholder})(uniqueMember={DnPlaceholder}))";

    /// <summary>How many steps of groups within groups are followed.</summary>
    public int MaxGroupDepth { get; set; } = 8;

    /// <summary>Groups of one user that are looked at; further ones give no rights.</summary>
    public int MaxGroups { get; set; } = 500;

    /// <summary>What members of which group get.</summary>
    public IList<LdapGroupGrant> Groups { get; } = [];
}
