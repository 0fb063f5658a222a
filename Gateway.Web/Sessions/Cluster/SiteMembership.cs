using Gateway.Web.Platform.Settings;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>
/// How an edge takes part in one of several sites. What it does not say is as in the section, where user, password and credentials file are one
/// thing, and certificate and key another.
/// </summary>
internal sealed class SiteMembership
{
    public string Site { get; set; } = "";

    public string Url { get; set; } = "";

    public string User { get; set; } = "";

    [Secret]
    public string Password { get; set; } = "";

    public string CredentialsFile { get; set; } = "";

    public string CaFile { get; set; } = "";

    public string CertificateFile { get; set; } = "";

    public string KeyFile { get; set; } = "";

    /// <summary>
    /// Other sites of the list, whose tokens may list and read the sessions of this one at the edge, within their rights. Commands go to this
    /// site's owner, which does not accept such a token, but gets to see it.
    /// </summary>
    public IList<string> AcceptTokensOf { get; } = [];

    /// <summary>Whether admins of this site administer the edge itself: they see its diagnostics, its audit trail and its metrics, and may stop it.</summary>
    public bool Administers { get; set; }

    internal bool HasCredentials => User.Length + Password.Length + CredentialsFile.Length > 0;

    internal bool HasCertificate => CertificateFile.Length + KeyFile.Length > 0;
}
