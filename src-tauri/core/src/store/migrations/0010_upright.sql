-- Small pictures of photographs lay on their side until now; they are made again when they are shown.
DELETE FROM thumbnails;
