SELECT * FROM landed.rejections WHERE list_contains($page_ids, page_id)
