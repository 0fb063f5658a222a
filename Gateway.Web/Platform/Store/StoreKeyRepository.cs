using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Gateway.Web.Platform.Store;

/// <summary>
/// Stores the protection keys as files beside the database. The directory is created at the first use; only the gateway's own account
/// may read it.
/// </summary>
internal sealed class StoreKeyRepository(StorePaths paths, ILoggerFactory loggers) : IXmlRepository
{
    private readonly Lazy<FileSystemXmlRepository> _files = new(() =>
    {
        PrivateDirectory.EnsureInside(paths.Keys);
        return new FileSystemXmlRepository(new DirectoryInfo(paths.Keys), loggers);
    });

    public IReadOnlyCollection<XElement> GetAllElements() => _files.Value.GetAllElements();

    public void StoreElement(XElement element, string friendlyName) => _files.Value.StoreElement(element, friendlyName);
}
