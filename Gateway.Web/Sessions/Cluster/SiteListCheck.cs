using Gateway.Contracts;
using Gateway.Web.Platform.Settings;

namespace Gateway.Web.Sessions.Cluster;

/// <summary>Checks the list of sites of an edge.</summary>
internal static class SiteListCheck
{
    /// <summary>Most sites of an edge: each has two connections, and its own sessions, keys and revocations.</summary>
    public const int MaxSites = 16;

    public static void Check(OptionFaults faults, ClusterOptions options)
    {
        if (!options.HasSites)
        {
            return;
        }

        faults
            .Require(options.Role == NodeRole.Edge, nameof(options.Sites), $"is for {nameof(options.Role)} {nameof(NodeRole.Edge)}: an owner publishes for one site, which {nameof(options.Site)} names.")
            .Require(options.Site.Length == 0, nameof(options.Site), $"must be empty when there are {nameof(options.Sites)}; name the site there.")
            .Require(options.Sites.Count <= MaxSites, nameof(options.Sites), $"has {options.Sites.Count} entries; at most {MaxSites} are possible.");
        for (var i = 0; i < options.Sites.Count; i++)
        {
            Check(new Entry(faults, $"{nameof(options.Sites)}:{i}"), options, i);
        }
    }

    private static void Check(Entry entry, ClusterOptions options, int index)
    {
        var site = options.Sites[index];
        entry.Require(
            ClusterOptionsValidator.IsName(site.Site),
            nameof(site.Site),
            "must name the site in 1 to 64 of the characters a-z, A-Z, 0-9, - and _, because it is part of subjects.");
        // Names of streams and files of some servers do not tell capitals apart.
        entry.Require(
            site.Site.Length == 0 || !options.Sites.Take(index).Any(other => string.Equals(other.Site, site.Site, StringComparison.OrdinalIgnoreCase)),
            nameof(site.Site),
            "is the name of an earlier entry too; each site is there once.");
        CheckServer(entry, options, site);
        foreach (var other in site.AcceptTokensOf)
        {
            entry.Require(
                other != site.Site && options.Sites.Any(one => one.Site == other),
                nameof(site.AcceptTokensOf),
                $"must name other sites of the list; {(other == site.Site ? "a site always accepts its own tokens" : "one of the names is not there")}.");
        }
    }

    private static void CheckServer(Entry entry, ClusterOptions options, SiteMembership site)
    {
        var url = site.Url.Length > 0 ? site.Url : options.Url;
        entry.Require(url.Length > 0, nameof(site.Url), $"must be set, because {ClusterOptions.Section}:{nameof(options.Url)} is not.");
        entry.Require(site.Url.Length == 0 || ClusterOptionsValidator.FaultOfUrl(site.Url) is null, nameof(site.Url), ClusterOptionsValidator.FaultOfUrl(site.Url) ?? "");
        entry.Require(
            site.CredentialsFile.Length == 0 || site.User.Length + site.Password.Length == 0,
            nameof(site.CredentialsFile),
            $"cannot be used together with {nameof(site.User)} and {nameof(site.Password)}; set only one of the two.");
        entry.Require(site.User.Length == 0 == (site.Password.Length == 0), nameof(site.User), $"and {nameof(site.Password)} belong together; set both, or none of them.");
        entry.Require(
            site.CertificateFile.Length == 0 == (site.KeyFile.Length == 0), nameof(site.CertificateFile), $"and {nameof(site.KeyFile)} belong together; set both, or none of them.");
        entry.RequireFile(site.CredentialsFile, nameof(site.CredentialsFile));
        entry.RequireFile(site.CaFile, nameof(site.CaFile));
        entry.RequireFile(site.CertificateFile, nameof(site.CertificateFile));
        entry.RequireFile(site.KeyFile, nameof(site.KeyFile));
    }

    private readonly record struct Entry(OptionFaults Faults, string Path)
    {
        public void Require(bool holds, string option, string remedy) => Faults.Require(holds, $"{Path}:{option}", remedy);

        public void RequireFile(string path, string option) => Require(ClusterOptionsValidator.IsFile(path), option, "names a file that does not exist.");
    }
}
