namespace Gateway.Web.Front.Api;

/// <param name="Name">The name of the package.</param>
/// <param name="Version">Its version.</param>
/// <param name="Licence">Its licence as an SPDX expression; null when it names none.</param>
internal sealed record UsedPackage(string Name, string Version, string? Licence);
