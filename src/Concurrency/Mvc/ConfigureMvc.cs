using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Investigations.Concurrency;

/// <summary>Adds the filter and the convention to MVC, where it is used.</summary>
internal sealed class ConfigureMvc(PreconditionResourceFilter filter) : IConfigureOptions<MvcOptions>
{
    public void Configure(MvcOptions options)
    {
        options.Filters.Add(filter);
        options.Conventions.Add(new DeclaredVersionConvention());
    }
}
