using Microsoft.AspNetCore.Http;

namespace Investigations.EventFeed;

/// <summary>The URLs that answers point to: the request's own, with another cursor or none.</summary>
internal static class FeedUrls
{
    public static string WithoutCursor(HttpRequest request) => Build(request, cursor: null);

    public static string WithCursor(HttpRequest request, string cursor) => Build(request, cursor);

    private static string Build(HttpRequest request, string? cursor)
    {
        var query = new QueryString();
        foreach (var (name, values) in request.Query)
        {
            if (name is PageParameters.Cursor or PageParameters.Since)
            {
                continue;
            }

            foreach (var value in values)
            {
                query = query.Add(name, value ?? "");
            }
        }

        if (cursor is not null)
        {
            query = query.Add(PageParameters.Cursor, cursor);
        }

        return request.PathBase.Add(request.Path).ToUriComponent() + query.ToUriComponent();
    }
}
